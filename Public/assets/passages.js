// Ties quotes and figures to their passages in the text: pointing at one, or moving the focus to it, shows the other.
//
// A passage begins at the <mark> that has its id. How far it reaches, through however many elements, is told by the
// number of its characters without white space, which data-length has.

const text = document.getElementById('text');
const aside = document.querySelector('[data-passages]');
if (text && aside) tie();

function tie() {
  const passages = [...aside.querySelectorAll('[data-passage]')]
    .map((item) => ({ item, range: rangeOf(item.dataset.passage, Number(item.dataset.length)) }))
    .filter((passage) => passage.range);
  const byItem = new Map(passages.map((passage) => [passage.item, passage]));
  const paint = painter();
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

  function arrive() {
    arrived = passages.find(({ item }) => `#${item.dataset.passage}` === location.hash);
    show(arrived);
    // Only where the list scrolls by itself: on a narrow screen that would lead away from the text.
    if (arrived && aside.scrollHeight > aside.clientHeight) arrived.item.scrollIntoView({ block: 'nearest' });
    if (arrived) document.getElementById(arrived.item.dataset.passage).scrollIntoView({ block: 'center' });
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

  aside.addEventListener('pointerover', (event) => show(passageOf(event.target)));
  aside.addEventListener('pointerleave', () => show(null));
  aside.addEventListener('focusin', (event) => show(passageOf(event.target)));
  aside.addEventListener('focusout', () => show(null));

  text.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return;
    const mark = event.target.closest('mark');
    show(mark ? passageAt(mark.firstChild ?? mark) : null);
  });
  text.addEventListener('pointerleave', () => show(null));
  text.addEventListener('click', (event) => {
    const mark = event.target.closest('mark');
    if (!mark || event.target.closest('a') || !getSelection().isCollapsed) return;
    const passage = passageAt(mark.firstChild ?? mark);
    if (!passage) return;
    show(passage);
    passage.item.scrollIntoView({ block: 'nearest', behavior: motion() });
  });

  addEventListener('hashchange', arrive);
  arrive();
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
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.target.closest?.('dialog, form')) return;
  event.preventDefault();
  (await reporting()).report();
});
document.querySelector('[data-report]')?.addEventListener('click', async (event) => {
  event.preventDefault();
  (await reporting()).report();
});
