// What the text seems to have, beside what is vouched for: each is accepted or rejected with one key, and written with the rest.
//
// A proposal is an entry (entries.js) with `proposal`: {id, rule, sure, verdict}. Until somebody decides it, it is saved
// nowhere. `verdict` is accepted or rejected, and taken back with one key until it is saved.

import { isSame } from './form.js';
import { word } from './words.js';

// Whether it is proposed, and nobody has said anything of it.
export function isOpen({ proposal }) {
  return Boolean(proposal) && !proposal.verdict;
}

// Whether it counts among what is marked.
export function isVouchedFor({ proposal, removed }) {
  return !removed && (!proposal || proposal.verdict === 'accepted');
}

// Whether there is something of it to keep.
export function isTouched(entry) {
  return !isOpen(entry) || !isSame(entry.state, entry.base);
}

// A draft's entries with today's proposals: what was decided or changed in the draft stays so. Where somebody else was quicker,
// or the answer to what was sent is still to come, saving tells.
export function renewed(kept, found) {
  const open = found.filter(isOpen);
  const stay = kept.filter((entry) => !entry.proposal || isTouched(entry));
  let n = Math.max(0, ...stay.map((entry) => entry.n));
  for (const entry of open) {
    if (stay.some(({ proposal }) => proposal?.id === entry.proposal.id)) continue;
    n += 1;
    stay.push({ ...structuredClone(entry), n });
  }
  return stay;
}

// What is told of a proposal.
export function told({ rule, sure, verdict }) {
  return verdict ? word(`editor.${verdict}`) : word('editor.proposed.by', { rule, sure: Math.round(sure * 100) });
}

// The keys of proposals, where the focus is on one: Enter accepts, x rejects, e edits, u takes back; j and k go on and back.
export class Deciding {
  // `changed` is called after each decision, `say` is told what was done.
  constructor(entries, changed, say) {
    this.entries = entries;
    this.changed = changed;
    this.say = say;
    this.decided = [];
  }

  // To be called for each box as it is made.
  watch(box, entry) {
    box.querySelector('[data-verdicts]').hidden = false;
    box.querySelector('summary').setAttribute('aria-keyshortcuts', 'Enter x e u j k');
    box.addEventListener('keydown', (event) => this.onKey(event, box, entry));
    for (const button of box.querySelectorAll('[data-verdict]')) {
      button.addEventListener('click', () => this.decide(entry, button.dataset.verdict || undefined));
    }
  }

  onKey(event, box, entry) {
    if (!entry.proposal || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const isTyping = event.target.matches('input, textarea, select');
    if (isTyping ? event.key !== 'Enter' || !event.target.matches('input') : event.target.matches('button')) return;
    // A key that is held down decides once.
    if (event.repeat && ['Enter', 'x', 'u'].includes(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter' && isOpen(entry)) this.decide(entry, 'accepted');
    else if (isTyping) return;
    else if (event.key === 'x' && isOpen(entry)) this.decide(entry, 'rejected');
    else if (event.key === 'e') this.entries.open(entry);
    else if (event.key === 'u') this.takeBack(entry);
    else if (event.key === 'j' || event.key === 'k') this.move(box, event.key === 'j' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  decide(entry, verdict) {
    const box = this.entries.boxes.get(entry.n);
    // What is on its way to the server is not taken back here.
    if (entry.sent) return this.say(word('editor.saving'));
    if (verdict === 'accepted' && this.entries.wanting(entry)) {
      this.entries.open(entry);
      return this.say(word('editor.wanting'));
    }
    entry.proposal.verdict = verdict;
    this.decided = this.decided.filter((each) => each !== entry);
    if (verdict) this.decided.push(entry);
    box.querySelector('details').open = false;
    this.entries.refresh(entry);
    this.entries.count();
    this.changed();
    this.say(verdict ? word(`editor.${verdict}`) : word('editor.taken.back'));
    if (verdict) this.move(box, 1, isOpen); else box.querySelector('summary').focus();
  }

  // Where nothing was said of this one, the last decision is meant.
  takeBack(entry) {
    const last = isOpen(entry) ? this.decided.findLast((each) => this.entries.items.includes(each) && each.proposal?.verdict) : entry;
    if (last) this.decide(last, undefined);
  }

  move(box, step, fits = ({ proposal }) => proposal) {
    const boxes = [...this.entries.boxes.values()].sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    let at = boxes.indexOf(box) + step;
    const entryOf = (each) => this.entries.items.find(({ n }) => String(n) === each.dataset.n);
    while (boxes[at] && !(entryOf(boxes[at]) && fits(entryOf(boxes[at])))) at += step;
    const summary = (boxes[at] ?? box).querySelector('summary');
    summary.focus();
    summary.scrollIntoView({ block: 'nearest' });
  }
}
