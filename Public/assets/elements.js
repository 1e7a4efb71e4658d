export { element } from './search.js';

// A copy of what a <template> has.
export function copied(template) {
  return document.importNode(template.content, true);
}
