// The quotes and figures beside the text: each opens to its fields, and says whether its words stand in the text.
//
// An entry: {n, resource, id, revision, base, state, context, removed, sent, anchor, proposal}. `n` numbers it on this page; `base`
// is its state as the server has it; `context` what stands around its words, where they stand several times; `proposal` is told in
// proposed.js.

import { offer } from './choices.js';
import { copied, element } from './elements.js';
import { bind, controlOf, handleRows } from './form.js';
import { isOpen, isVouchedFor, told as tellProposal } from './proposed.js';
import { plural, word } from './words.js';

const template = document.getElementById('entry');

export class Entries {
  // `changed` is called when something was typed or removed; `fields` has those of quotes and statistics.
  constructor(form, fields, changed, show) {
    this.form = form;
    this.fields = fields;
    this.changed = changed;
    this.show = show;
    this.items = [];
    this.boxes = new Map();
    // What decides proposals, where there are some.
    this.deciding = undefined;
  }

  // What is shown from now on.
  fill(items) {
    this.items = items;
    this.boxes.clear();
    for (const resource of ['quotes', 'statistics']) {
      this.listOf(resource).replaceChildren(...items.filter((entry) => entry.resource === resource).map((entry) => this.boxOf(entry)));
    }
    this.count();
  }

  // What is told after saving: what is open stays open.
  refreshAll() {
    if (this.boxes.size !== this.items.length) return this.fill(this.items);
    for (const entry of this.items) {
      if (entry.id) this.boxes.get(entry.n).id = `${entry.resource[0]}${entry.id}`;
      this.refresh(entry);
    }
  }

  add(entry) {
    this.items.push(entry);
    this.listOf(entry.resource).append(this.boxOf(entry));
    this.count();
  }

  listOf(resource) {
    return this.form.querySelector(`[data-entries="${resource}"]`);
  }

  boxOf(entry) {
    const box = copied(template).querySelector('li');
    box.dataset.n = entry.n;
    if (entry.id) box.id = `${entry.resource[0]}${entry.id}`;
    const details = box.querySelector('details');
    details.addEventListener('toggle', () => {
      if (details.open) this.build(entry);
    });
    box.querySelector('[data-remove-entry]').addEventListener('click', () => this.remove(entry));
    box.querySelector('[data-show]').addEventListener('click', () => this.show(entry));
    this.boxes.set(entry.n, box);
    if (entry.proposal) this.deciding?.watch(box, entry);
    this.refresh(entry);
    return box;
  }

  // The fields are made when somebody opens the entry: an article may have hundreds.
  build(entry) {
    const box = this.boxes.get(entry.n);
    const place = box.querySelector('[data-fields]');
    if (place.childElementCount) return;
    place.append(copied(document.getElementById(`fields-of-${entry.resource}`)));
    bind(place, this.fields[entry.resource], entry.state, (name, state) => {
      entry.state[name] = state;
      if (name === 'text' || name === 'printed') entry.context = null;
      this.refresh(entry);
      this.changed();
    });
    handleRows(place, (rows) => this.fields[entry.resource].find((field) => field.name === rows.dataset.rows));
    for (const control of place.querySelectorAll('[data-offer]')) offer(control);
  }

  // Opens an entry, on its first field that must be filled and is not.
  open(entry, path) {
    const box = this.boxes.get(entry.n);
    box.querySelector('details').open = true;
    this.build(entry);
    const first = path ?? this.wanting(entry) ?? (entry.resource === 'quotes' ? 'expert' : 'indicator');
    const control = controlOf(box, first) ?? box.querySelector('summary');
    control.focus();
    box.scrollIntoView({ block: 'nearest' });
    return control;
  }

  // The name of the first field that must be filled and is not.
  wanting(entry) {
    this.build(entry);
    const box = this.boxes.get(entry.n);
    return this.fields[entry.resource].find(({ name }) => controlOf(box, name).getAttribute('aria-required') && !entry.state[name])?.name;
  }

  // Sets a field from outside, unless somebody has typed there meanwhile.
  propose(entry, name, state) {
    entry.state[name] = state;
    const control = controlOf(this.boxes.get(entry.n), name);
    if (control) control.value = state;
    this.refresh(entry);
    this.changed();
  }

  remove(entry) {
    const box = this.boxes.get(entry.n);
    if (entry.id && !entry.removed) {
      entry.removed = true;
    } else if (entry.removed) {
      entry.removed = false;
    } else {
      const next = box.nextElementSibling?.querySelector('summary') ?? box.previousElementSibling?.querySelector('summary');
      this.items.splice(this.items.indexOf(entry), 1);
      this.boxes.delete(entry.n);
      box.remove();
      (next ?? this.form.elements.body).focus();
    }
    if (this.boxes.has(entry.n)) this.refresh(entry);
    this.count();
    this.changed();
  }

  // What is told of an entry while it is closed.
  refresh(entry) {
    const box = this.boxes.get(entry.n);
    const isQuote = entry.resource === 'quotes';
    const { state } = entry;
    box.querySelector('[data-who]').textContent = (isQuote ? state.expert : state.indicator) || word(isQuote ? 'editor.no.expert' : 'editor.no.indicator');
    box.querySelector('[data-role]').textContent = isQuote ? state.role : state.period;
    box.querySelector('[data-words]').textContent = isQuote ? state.text : state.printed || state.value;
    const told = box.querySelector('[data-state]');
    const doubts = [entry.proposal && tellProposal(entry.proposal), entry.removed && word('editor.removed'), ...(entry.doubts ?? []), !entry.removed && stands(entry)].filter(Boolean);
    told.replaceChildren(...doubts.map((doubt) => element('span', { textContent: doubt })));
    told.classList.toggle('doubt', entry.removed || Boolean(entry.doubts?.length) || isDoubtful(entry));
    box.classList.toggle('removed', Boolean(entry.removed) || entry.proposal?.verdict === 'rejected');
    box.classList.toggle('open', isOpen(entry));
    for (const button of box.querySelectorAll('[data-verdict]')) button.hidden = isOpen(entry) !== Boolean(button.dataset.verdict);
    box.querySelector('[data-verdicts]').hidden = !entry.proposal;
    box.querySelector('[data-remove-entry]').hidden = Boolean(entry.proposal);
    box.querySelector('[data-remove-entry]').textContent = word(entry.removed ? 'editor.put.back' : 'editor.remove');
  }

  count() {
    for (const resource of ['quotes', 'statistics']) {
      const number = this.items.filter((entry) => entry.resource === resource && isVouchedFor(entry)).length;
      this.form.querySelector(`[data-count="${resource}"]`).textContent = number || '';
    }
    this.form.querySelector('[data-nothing]').hidden = this.items.length > 0;
    const open = this.items.filter(isOpen).length;
    const line = this.form.querySelector('[data-proposals]');
    line.hidden = open === 0;
    if (open) line.textContent = plural('editor.proposals', open);
  }
}

// Whether the very words must stand in the text: those of a direct quote and of a printed figure.
export function isLiteral(entry) {
  return entry.resource === 'statistics' || entry.state.kind === 'direct';
}

// The words that are looked for.
export function wordsOf(entry) {
  return entry.resource === 'quotes' ? entry.state.text : entry.state.printed;
}

function isDoubtful(entry) {
  return isLiteral(entry) && Boolean(wordsOf(entry)) && Boolean(entry.anchor) && entry.anchor !== 'exact';
}

function stands(entry) {
  if (!entry.anchor || !wordsOf(entry) || (!isLiteral(entry) && entry.anchor !== 'exact')) return '';
  switch (entry.anchor) {
    case 'exact': return word('editor.stands');
    case 'changed': return word('editor.changed');
    case 'ambiguous': return word('editor.ambiguous');
    default: return word('editor.missing');
  }
}
