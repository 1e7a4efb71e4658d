// The text as its page will show it, and whether each quote and figure stands in it: asked of the server a moment after the
// last key, so that one rule holds here and there.

import { send, Unreached } from './requests.js';
import { isLiteral, wordsOf } from './entries.js';
import { parsed } from './markdown.js';

const delay = 600;
// As many as the server takes at a time.
const most = 1000;

// Returns a function to be called when the text or an entry has changed.
export function watch(box, bodyOf, entries) {
  const place = box.querySelector('[data-preview-text]');
  let timer;
  let asked = 0;
  box.addEventListener('toggle', () => look());
  return () => {
    clearTimeout(timer);
    timer = setTimeout(look, delay);
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
      mark.title = sought[Number(mark.id.slice(1))]?.state.expert ?? '';
      mark.removeAttribute('id');
    }
    for (const each of body.querySelectorAll('[id]')) each.removeAttribute('id');
    for (const link of body.querySelectorAll('a')) link.tabIndex = -1;
    place.replaceChildren(...[...body.childNodes].map((node) => document.importNode(node, true)));
  }
}
