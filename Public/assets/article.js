// An article's page: ties quotes and figures to their passages in the text, walks from one to the next, and copies
// citations.
//
// A passage begins at the <mark> that has its id. How far it reaches, through however many elements, is told by the
// number of its characters without white space, which data-length has.

import { word } from './words.js';

const text = document.getElementById('text');
const aside = document.querySelector('[data-passages]');
if (text && aside) tie();
offerCopies();

function tie() {
  const passages = [...aside.querySelectorAll('[data-passage]')]
    .map((item) => ({ item, range: rangeOf(item.dataset.passage, Number(item.dataset.length)) }))
    .filter((passage) => passage.range)
    .sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
  const byItem = new Map(passages.map((passage) => [passage.item, passage]));
  const paint = painter();
  const peek = peeker();
  let current;
  let arrived;

  // Where nothing is pointed at, the passage that the address names stays shown.
  function show(passage) {
    const next = passage ?? arrived;
    if (next === current) return;
    current?.item.classList.remove('current');
    current = next;
    current?.item.classList.add('current');
    paint(current?.range);
  }

  function markOf(passage) {
    return document.getElementById(passage.item.dataset.passage);
  }

  // Only where the list scrolls by itself: on a narrow screen that would lead away from the text.
  function isBeside() {
    return aside.scrollHeight > aside.clientHeight || aside.offsetTop < text.offsetTop + text.offsetHeight;
  }

  function arrive() {
    arrived = passages.find(({ item }) => `#${item.dataset.passage}` === location.hash);
    show(arrived);
    if (!arrived) return openTarget();
    if (isBeside()) arrived.item.scrollIntoView({ block: 'nearest' });
    markOf(arrived).scrollIntoView({ block: 'center' });
  }

  function passageOf(target) {
    return byItem.get(target.closest?.('[data-passage]'));
  }

  // Of the passages over one place, the shortest is meant.
  function passageAt(node) {
    return passages
      .filter(({ range }) => range.intersectsNode(node))
      .sort((a, b) => Number(a.item.dataset.length) - Number(b.item.dataset.length))[0];
  }

  function passageOfMark(target) {
    const mark = target.closest('mark');
    return mark && passageAt(mark.firstChild ?? mark);
  }

  aside.addEventListener('pointerover', (event) => show(passageOf(event.target)));
  aside.addEventListener('pointerleave', () => show(null));
  aside.addEventListener('focusin', (event) => show(passageOf(event.target)));
  aside.addEventListener('focusout', () => show(null));
  // A tap on a quote shows its passage as the link in it does; so does a click where the text is out of sight.
  aside.addEventListener('click', (event) => {
    const passage = passageOf(event.target);
    if (!passage || event.target.closest('a, button, label') || !getSelection().isCollapsed) return;
    if (isBeside()) {
      show(passage);
      markOf(passage).scrollIntoView({ block: 'center', behavior: motion() });
    } else {
      location.hash = passage.item.dataset.passage;
    }
  });

  text.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') show(passageOfMark(event.target));
  });
  text.addEventListener('pointerleave', () => show(null));
  text.addEventListener('focusin', (event) => show(passageOfMark(event.target)));
  text.addEventListener('click', (event) => {
    const passage = !event.target.closest('a') && getSelection().isCollapsed && passageOfMark(event.target);
    if (!passage) return peek(null);
    arrived = passage;
    show(passage);
    if (isBeside()) passage.item.scrollIntoView({ block: 'nearest', behavior: motion() });
    else peek(passage.item);
  });

  addEventListener('hashchange', arrive);
  arrive();
  walk();

  // The next and the previous passage, by buttons and by the keys j and k, which can be turned off (WCAG 2.1.4).
  function walk() {
    const bar = aside.querySelector('.walk');
    if (!passages.length) return;
    const keys = bar.querySelector('[data-keys]');
    const status = bar.querySelector('[role=status]');
    bar.hidden = false;
    keys.checked = remembered('keys') !== 'off';
    keys.addEventListener('change', () => remember('keys', keys.checked ? 'on' : 'off'));
    bar.addEventListener('click', (event) => {
      const step = Number(event.target.closest('[data-step]')?.dataset.step);
      if (step) go(step, false);
    });
    document.addEventListener('keydown', (event) => {
      if (!keys.checked || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
      if (event.key === 'j') go(1, true);
      else if (event.key === 'k') go(-1, true);
      else if (event.key === 'Enter' && event.target.matches('mark')) current?.item.querySelector('a')?.focus();
    });

    function go(step, takesFocus) {
      const index = passages.indexOf(current ?? arrived);
      const next = passages[index < 0 ? (step > 0 ? 0 : passages.length - 1) : index + step];
      if (!next) return;
      arrived = next;
      show(next);
      const mark = markOf(next);
      if (takesFocus) {
        mark.tabIndex = -1;
        mark.focus({ preventScroll: true });
      }
      mark.scrollIntoView({ block: 'center', behavior: motion() });
      if (isBeside()) next.item.scrollIntoView({ block: 'nearest' });
      status.textContent = word('passage', {
        number: passages.indexOf(next) + 1,
        total: passages.length,
        words: next.item.querySelector('.by')?.textContent.trim() ?? '',
      });
    }
  }
}

// Where the list is far below the text, a tap on a passage shows its quote at the foot of the screen.
function peeker() {
  const panel = Object.assign(document.createElement('section'), { className: 'peek', hidden: true });
  panel.setAttribute('aria-label', aside.getAttribute('aria-label'));
  panel.setAttribute('role', 'status');
  const close = Object.assign(document.createElement('button'), { type: 'button', textContent: word('close') });
  close.addEventListener('click', () => { panel.hidden = true; });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') panel.hidden = true;
  });
  document.body.append(panel);
  return (item) => {
    panel.hidden = !item;
    if (item) panel.replaceChildren(...item.cloneNode(true).childNodes, close);
  };
}

// Paints a range: by a highlight where the browser has them, else by a class on the marks that it touches.
function painter() {
  if (CSS.highlights) {
    return (range) => {
      if (range) CSS.highlights.set('passage', new Highlight(range)); else CSS.highlights.delete('passage');
    };
  }
  let marked = [];
  return (range) => {
    for (const mark of marked) mark.classList.remove('current');
    marked = range ? [...text.querySelectorAll('mark')].filter((mark) => range.intersectsNode(mark.firstChild)) : [];
    for (const mark of marked) mark.classList.add('current');
  };
}

function rangeOf(id, length) {
  const first = document.getElementById(id);
  if (!first || !text.contains(first) || !(length > 0)) return null;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  walker.currentNode = first;
  const range = document.createRange();
  range.setStart(first, 0);
  let left = length;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let offset = 0;
    for (const letter of node.data) {
      offset += letter.length;
      if (!/\s/u.test(letter) && --left === 0) {
        range.setEnd(node, offset);
        return range;
      }
    }
  }
  return null;
}

// What an address names may stand in what is folded away.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decoded(location.hash.slice(1)));
  const folded = target && target.closest('details');
  if (!folded || folded.open) return;
  folded.open = true;
  target.scrollIntoView();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function offerCopies() {
  if (!(text && aside)) {
    addEventListener('hashchange', openTarget);
    openTarget();
  }
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('[data-copy]')) {
    const status = Object.assign(document.createElement('span'), { className: 'copied' });
    status.setAttribute('role', 'status');
    button.after(status);
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        status.textContent = word('copied');
      } catch {
        status.textContent = word('uncopied');
      }
      setTimeout(() => { status.textContent = ''; }, 4000);
    });
  }
}

// Storage may be forbidden.
function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it holds for this page.
  }
}

function motion() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
}

// Reporting an error is loaded when somebody first wants to: most readers don't.
const reporting = () => import('./report.js');
let isOffering;

document.addEventListener('selectionchange', () => {
  clearTimeout(isOffering);
  isOffering = setTimeout(async () => {
    const selection = getSelection();
    const isSelected = text?.contains(selection.anchorNode) && !selection.isCollapsed;
    if (isSelected || document.querySelector('.report-here')) (await reporting()).offer();
  }, 250);
});
document.addEventListener('keydown', async (event) => {
  if (!text || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.target.closest?.('dialog, form')) return;
  event.preventDefault();
  (await reporting()).report();
});
document.querySelector('[data-report]')?.addEventListener('click', async (event) => {
  event.preventDefault();
  (await reporting()).report();
});
