// Tells the editors of an error: select words of the text, press Ctrl+Enter or the button beside them, write, send.
//
// What was typed is kept until it was taken: a dialog that was closed opens again with it.

import { element } from './search.js';
import { word } from './words.js';

const text = document.getElementById('text');
const around = 32;
let dialog;
let button;

// Where words of the text are selected, shows the button that reports them.
export function offer() {
  const range = selected();
  if (!range) return button?.remove();
  button ??= makeButton();
  const box = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
  document.body.append(button);
  // Below the end of the selection, where neither a mouse nor a finger's handle is, and inside of the window.
  const left = Math.min(box.right, document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.insetBlockStart = `${scrollY + box.bottom + 10}px`;
  button.style.left = `${scrollX + Math.max(8, left)}px`;
}

// Opens the dialog: with the words that are selected, or a field for them.
export function report() {
  const range = selected();
  dialog ??= makeDialog();
  dialog.open(range && selectorOf(range));
  button?.remove();
}

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
}

// The words with some of what stands around them, by which several places are told apart (W3C Web Annotation).
function selectorOf(range) {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const behind = document.createRange();
  behind.setStart(range.endContainer, range.endOffset);
  behind.setEnd(text, text.childNodes.length);
  return {
    exact: range.toString().trim(),
    prefix: Array.from(before.toString()).slice(-around).join(''),
    suffix: Array.from(behind.toString()).slice(0, around).join(''),
  };
}

function makeButton() {
  const made = element('button', { type: 'button', className: 'report-here', textContent: word('report') });
  // A press must not take the selection away before it is read.
  made.addEventListener('pointerdown', (event) => event.preventDefault());
  made.addEventListener('click', report);
  return made;
}

function makeDialog() {
  const box = element('dialog', { className: 'dialog', ariaLabel: word('report.title') });
  const form = element('form', { method: 'dialog' });
  const heading = element('h2', { textContent: word('report.title') });
  const words = field('report.words', element('textarea', { rows: 2, maxLength: 2000, required: true }));
  const suggestion = field('report.suggestion', element('textarea', { rows: 2, maxLength: 2000 }));
  const comment = field('report.comment', element('textarea', { rows: 3, maxLength: 2000 }));
  const status = element('p', { className: 'status', role: 'status' });
  const send = element('button', { className: 'primary', textContent: word('report.send') });
  const cancel = element('button', { type: 'button', textContent: word('report.cancel') });
  const buttons = element('p', { className: 'buttons' });
  buttons.append(send, cancel);
  form.append(heading, words.label, suggestion.label, comment.label, status, buttons);
  box.append(form);
  document.body.append(box);
  let selector;
  let isSent = false;

  cancel.addEventListener('click', () => box.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isSent) box.close(); else submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  async function submit() {
    if (!suggestion.input.value.trim() && !comment.input.value.trim()) {
      status.textContent = word('report.empty');
      suggestion.input.focus();
      return;
    }
    send.disabled = true;
    status.textContent = word('report.sending');
    try {
      const answer = await fetch('/api/v1/corrections', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          article: Number(text.dataset.article),
          selector: selector ?? { exact: words.input.value.trim() },
          ...(suggestion.input.value.trim() && { suggestion: suggestion.input.value.trim() }),
          ...(comment.input.value.trim() && { comment: comment.input.value.trim() }),
        }),
      });
      if (answer.ok) return thank();
      status.textContent = await reason(answer);
    } catch {
      status.textContent = word('report.offline');
    } finally {
      send.disabled = false;
    }
  }

  function thank() {
    isSent = true;
    for (const each of [words, suggestion, comment]) {
      each.label.hidden = true;
      each.input.value = '';
    }
    status.textContent = word('report.thanks');
    send.disabled = false;
    send.textContent = word('report.close');
    cancel.hidden = true;
    send.focus();
  }

  return {
    open(given) {
      selector = given;
      if (given) words.input.value = given.exact;
      words.input.readOnly = Boolean(given);
      isSent = false;
      for (const each of [words, suggestion, comment]) each.label.hidden = false;
      send.textContent = word('report.send');
      cancel.hidden = false;
      status.textContent = '';
      box.showModal();
      (given ? suggestion : words).input.focus();
    },
  };
}

async function reason(answer) {
  if (answer.status === 429) {
    const minutes = Math.ceil(Number(answer.headers.get('Retry-After') ?? 60) / 60);
    return word('report.later', { minutes });
  }
  const problem = await answer.json().catch(() => ({}));
  const details = (problem.errors ?? []).map((error) => error.detail).join(' ');
  return word('report.refused', { reason: details || problem.detail || answer.statusText });
}

function field(key, input) {
  const label = element('label', { className: 'field' });
  input.dir = 'auto';
  label.append(element('span', { textContent: word(key) }), input);
  return { label, input };
}
