// The text as its page will show it, and whether each quote and figure stands in it: asked of the server a moment after the
// last key, so that one rule holds here and there.

import { send, Unreached } from './requests.js';
import { isLiteral, wordsOf } from './entries.js';
import { parsed } from './markdown.js';
import { isOpen } from './proposed.js';

const delay = 600;
// As many as the server takes at a time.
const most = 1000;

// Returns {later, at}: `later` is to be called when the text or an entry has changed; `at` shows where an entry stands.
export function watch(box, bodyOf, entries) {
  const place = box.querySelector('[data-preview-text]');
  let timer;
  let asked = 0;
  let current;
  let wasOpened = false;
  box.addEventListener('toggle', () => look());
  return {
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(look, delay);
    },
    at: (entry) => {
      current = entry.n;
      // Once: who closes it has seen enough.
      if (!wasOpened) box.open = true;
      wasOpened = true;
      mark();
    },
  };

  async function look() {
    asked += 1;
    const number = asked;
    const sought = entries.items.filter((entry) => wordsOf(entry) && !entry.removed).slice(0, most);
    const passages = sought.map((entry) => {
      // What is only reported stands where it was found, in whichever words.
      const selector = entry.context ?? entry.selector;
      return { exact: isLiteral(entry) ? wordsOf(entry) : selector?.exact ?? wordsOf(entry), prefix: selector?.prefix ?? '', suffix: selector?.suffix ?? '' };
    });
    try {
      const answer = await send('POST', '/api/v1/preview', { body: { body: bodyOf(), passages } });
      if (!answer.ok || number !== asked) return;
      for (const [index, entry] of sought.entries()) {
        entry.anchor = answer.body.passages[index].anchor;
        if (entries.boxes.has(entry.n)) entries.refresh(entry);
      }
      if (box.open) show(answer.body.html, sought);
    } catch (error) {
      // Without a connection nothing is known, and what was known stays.
      if (!(error instanceof Unreached)) throw error;
    }
  }

  function show(html, sought) {
    const body = parsed(html).body;
    for (const mark of body.querySelectorAll('mark[id]')) {
      const entry = sought[Number(mark.id.slice(1))];
      mark.title = entry?.state.expert ?? '';
      mark.dataset.n = entry?.n ?? '';
      mark.classList.toggle('open', Boolean(entry) && isOpen(entry));
      mark.removeAttribute('id');
    }
    for (const each of body.querySelectorAll('[id]')) each.removeAttribute('id');
    for (const link of body.querySelectorAll('a')) link.tabIndex = -1;
    place.replaceChildren(...[...body.childNodes].map((node) => document.importNode(node, true)));
    mark();
  }

  // Only the preview moves, not the page.
  function mark() {
    place.querySelector('mark.current')?.classList.remove('current');
    const there = place.querySelector(`mark[data-n="${current}"]`);
    if (!there) return;
    there.classList.add('current');
    box.classList.add('following');
    place.scrollTop += there.getBoundingClientRect().top - place.getBoundingClientRect().top - place.clientHeight / 3;
  }
}
