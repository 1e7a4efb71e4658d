// Somebody else's edit in between, field by field: what it was, what it is to them, what it is here. Nothing is taken for
// granted where both have changed it.

import { element } from './elements.js';
import { word } from './words.js';

// The fields that they have changed: [{name, label, before, mine, theirs, isMine}], all as states.
export function differences(fields, before, mine, theirs) {
  const words = (state) => (typeof state === 'string' ? state : state.map((row) => Object.values(row).filter(Boolean).join(' · ')).join('\n'));
  return fields.filter(({ name }) => JSON.stringify(before[name]) !== JSON.stringify(theirs[name])
    && JSON.stringify(mine[name]) !== JSON.stringify(theirs[name])).map(({ name, label }) => ({
    name, label, before: words(before[name]), mine: words(mine[name]), theirs: words(theirs[name]),
    isMine: JSON.stringify(before[name]) !== JSON.stringify(mine[name]),
  }));
}

let number = 0;

// Asks what is to become of each difference. chosen([{name, takes: 'mine' or 'theirs'}]) is called when all are decided.
export function ask(box, title, found, chosen) {
  const fieldsets = found.map((field) => {
    number += 1;
    const group = `choice-${number}`;
    const [before, mine, theirs] = shortened([field.before, field.mine, field.theirs]);
    const side = (takes, words, isChecked) => element('label', { className: 'side' },
      element('span', {}, element('input', { type: 'radio', name: group, value: takes, checked: isChecked, required: true }), ` ${word(`editor.conflict.${takes}`)}`),
      element('span', { className: 'side-words', dir: 'auto', textContent: words || word('editor.conflict.empty') }));
    return element('fieldset', {},
      element('legend', { textContent: field.label }),
      element('div', { className: 'side' },
        element('span', { textContent: word('editor.conflict.before') }),
        element('span', { className: 'side-words', dir: 'auto', textContent: before || word('editor.conflict.empty') })),
      // Where nothing was changed here, theirs is what there is to take.
      side('mine', mine, false), side('theirs', theirs, !field.isMine));
  });
  const missing = element('p', { className: 'doubt', role: 'alert' });
  const button = element('button', { type: 'button', className: 'main-act', textContent: word('editor.conflict.use') });
  button.addEventListener('click', () => {
    const open = fieldsets.find((fieldset) => !fieldset.querySelector(':checked'));
    if (open) {
      missing.textContent = word('editor.conflict.choose', { field: open.querySelector('legend').textContent });
      open.querySelector('input').focus();
      return;
    }
    close(box);
    chosen(found.map((field, index) => ({ name: field.name, takes: fieldsets[index].querySelector(':checked').value })));
  });
  const heading = element('h2', { id: 'conflict-title', tabIndex: -1, textContent: title });
  box.replaceChildren(heading, element('p', { textContent: word('editor.conflict.what') }), ...fieldsets, missing, button);
  box.hidden = false;
  heading.focus();
  box.scrollIntoView({ block: 'start' });
}

export function close(box) {
  box.hidden = true;
  box.replaceChildren();
}

// Texts without the lines at either end that all of them have.
function shortened(texts) {
  const all = texts.map((text) => text.split('\n'));
  if (all.some((lines) => lines.length < 8)) return texts;
  const shortest = Math.min(...all.map((lines) => lines.length));
  let start = 0;
  while (start < shortest && all.every((lines) => lines[start] === all[0][start])) start += 1;
  let end = 0;
  while (end < shortest - start && all.every((lines) => lines.at(-1 - end) === all[0].at(-1 - end))) end += 1;
  return all.map((lines) => [...(start ? ['…'] : []), ...lines.slice(start, lines.length - end), ...(end ? ['…'] : [])].join('\n'));
}
