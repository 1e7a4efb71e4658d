// What the editor tells: in a line that is read out, or in a summary on top that leads to each place it names.

import { element } from './elements.js';
import { controlOf } from './form.js';

let described = 0;

export class Telling {
  constructor(form, entries) {
    this.form = form;
    this.entries = entries;
    this.box = form.querySelector('[data-alert]');
    this.status = form.querySelector('[data-status]');
  }

  say(sentence) {
    // What is said already is not to be read out again.
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  // A place is {entry, path, label, detail}; `further` stands below them.
  alert(sentence, places = [], further = undefined) {
    const items = places.map((place) => {
      const button = element('button', { type: 'button', className: 'quiet-act', textContent: `${place.label}: ${place.detail}` });
      button.addEventListener('click', () => this.controlAt(place)?.focus());
      this.describe(place);
      return element('li', {}, button);
    });
    this.box.replaceChildren(element('p', { textContent: sentence }), ...(items.length ? [element('ul', {}, ...items)] : []), ...(further ? [further] : []));
    this.box.hidden = false;
    this.form.inert = false;
    if (places.length && !further) return;
    this.box.focus();
    this.box.scrollIntoView({ block: 'nearest' });
  }

  // What is wrong stands at its field, too.
  describe({ entry, path, detail }) {
    if (entry) this.entries.build(entry);
    const control = controlOf(entry ? this.entries.boxes.get(entry.n) : this.form, path);
    if (!control) return;
    described += 1;
    const line = element('span', { className: 'fault', id: `fault-${described}`, textContent: detail });
    control.after(line);
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', line.id);
  }

  // The control of a place, opened where it is folded away.
  controlAt({ entry, path }) {
    if (entry) return this.entries.open(entry, controlOf(this.entries.boxes.get(entry.n), path) ? path : undefined);
    const control = controlOf(this.form, path);
    const details = control?.closest('details');
    if (details) details.open = true;
    return control?.matches('[data-rows]') ? control.querySelector('[name], button') : control;
  }

  forget() {
    this.box.hidden = true;
    this.box.replaceChildren();
    for (const line of this.form.querySelectorAll('.fault')) line.remove();
    for (const control of this.form.querySelectorAll('[aria-invalid]')) {
      control.removeAttribute('aria-invalid');
      control.removeAttribute('aria-describedby');
    }
  }
}
