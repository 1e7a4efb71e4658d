// Elements, made of names and properties: text is set as text, whatever it holds.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value; else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// A copy of what a <template> has.
export function copied(template) {
  return document.importNode(template.content, true);
}
