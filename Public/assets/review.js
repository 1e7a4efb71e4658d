// Settles what needs a person: each act with one key or its button, and taken back with one.
//
// What an act does, and what undoes it, the page says: both are requests to the API. A case stays where it is until one
// leaves the page.

import { newKey, send, Unreached } from './requests.js';
import { word } from './words.js';

const told = document.querySelector('[data-told]');
const cases = [...document.querySelectorAll('[data-case]')];
for (const button of document.querySelectorAll('[data-act]')) button.disabled = false;

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act], [data-undo-act]');
  if (button && !button.disabled) perform(button);
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target.closest('input, textarea, select');
  if (field) {
    // What is said belongs to the act that asked for it.
    const act = event.key === 'Enter' && (field.act ?? (field.matches('input[data-field]') && field.closest('[data-case]').querySelector('[data-key=Enter]')));
    if (act) {
      event.preventDefault();
      perform(act);
    } else if (event.key === 'Escape') {
      field.closest('[data-case]')?.focus();
    }
    return;
  }
  const current = document.activeElement?.closest('[data-case]');
  if (event.key === '?') {
    const keys = document.querySelector('[data-keys]');
    if (keys) keys.open = !keys.open;
  } else if (event.key === 'j' || event.key === 'k') {
    move(current, event.key === 'j' ? 1 : -1);
  } else if (event.key === 'u') {
    // Where nothing was done in this case, the last act of all is meant.
    const undo = [current, last].map((each) => each?.querySelector('[data-case-told]:not([hidden]) [data-undo-act]:not([hidden])')).find(Boolean);
    if (undo) perform(undo);
  } else if (current && (event.key.length === 1 || (event.key === 'Enter' && event.target === current))) {
    const act = current.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!act) return;
    if (act.matches('summary')) edit(act.parentElement); else if (act.matches('a')) act.click(); else if (!act.disabled) perform(act);
  } else {
    return;
  }
  event.preventDefault();
});

// The passage of the case that one is at stands marked in the text beside it.
const list = document.querySelector('[data-cases]');
list?.addEventListener('focusin', (event) => {
  const box = event.target.closest('[data-case]');
  document.querySelector('.in-text mark.current')?.classList.remove('current');
  const mark = box?.dataset.mark && document.getElementById(box.dataset.mark);
  if (!mark) return;
  mark.classList.add('current');
  const text = mark.closest('.body');
  if (text.scrollHeight > text.clientHeight) {
    text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }
});

// Opens the fields of a proposal, at the first that is wanting.
function edit(details) {
  details.open = true;
  (details.querySelector('.missing [data-field]') ?? details.querySelector('[data-field]'))?.focus();
}

let last;

function move(current, step) {
  const next = current ? cases[cases.indexOf(current) + step] : cases[0];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

async function perform(button) {
  const box = button.closest('[data-case]');
  if (box.dataset.busy) return;
  const isUndo = button.matches('[data-undo-act]');
  const act = isUndo ? box.done : button;
  const request = JSON.parse(isUndo ? act.dataset.undo : act.dataset.request);
  if (!isUndo && (!say(box, act, request) || !take(box, act, request))) return;
  box.dataset.busy = 'true';
  // The same press, sent again because its answer was lost, is not done twice.
  act.keys ??= {};
  const name = isUndo ? 'undo' : 'do';
  act.keys[name] ??= request.method === 'POST' ? newKey() : undefined;
  try {
    const answer = await send(request.method, request.path, {
      body: request.body ?? undefined, tag: isUndo ? undefined : act.dataset.tag, key: act.keys[name],
    });
    act.keys[name] = undefined;
    if (answer.ok) {
      if (isUndo) undone(box); else done(box, act);
    } else {
      fail(box, problem(answer));
    }
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    fail(box, word('acts.unreached'));
  } finally {
    delete box.dataset.busy;
  }
}

// Puts what the editor says into the body. False where something must be said first: then it is asked for.
function say(box, act, request) {
  const field = box.querySelector('[data-say]');
  const member = act.dataset.said;
  if (!field || !member) return true;
  const words = field.value.trim();
  if (words) {
    request.body = { ...request.body, [member]: words };
  } else if ('mustSay' in act.dataset) {
    field.act = act;
    field.focus();
    tell(box, word('acts.say'));
    return false;
  }
  return true;
}

// What was typed over what is proposed goes with accepting it. False where something is wanting.
function take(box, act, request) {
  const details = box.querySelector('[data-fields]');
  if (!details || act.dataset.key !== 'Enter') return true;
  const wanting = [...details.querySelectorAll('.missing [data-field]')].find((field) => !field.value.trim());
  if (wanting) {
    details.open = true;
    wanting.focus();
    tell(box, word('acts.wanting'));
    return false;
  }
  const patch = {};
  for (const field of details.querySelectorAll('[data-field]')) {
    const before = field.matches('select') ? [...field.options].find((each) => each.defaultSelected)?.value ?? '' : field.defaultValue;
    if (field.value === before) continue;
    const typed = field.value.trim();
    const number = Number(typed.replace(/[\s\u00a0]/gu, '').replace(',', '.'));
    patch[field.dataset.field] = typed === '' ? null : field.dataset.type === 'number' && Number.isFinite(number) ? number : typed;
  }
  request.body = { ...request.body, ...patch };
  return true;
}

function done(box, act) {
  box.done = act;
  last = box;
  box.classList.remove('failed');
  box.classList.add('done');
  for (const each of box.querySelectorAll('[data-act], [data-say], [data-field]')) each.disabled = true;
  tell(box, act.dataset.done, true);
  const next = list && 'goesOn' in list.dataset && cases[cases.indexOf(box) + 1];
  if (next) move(box, 1); else box.focus();
}

// The record is another now than the page says: what was done once may be done again, but not under the old tag.
function undone(box) {
  box.done = undefined;
  box.classList.remove('done', 'failed');
  for (const each of box.querySelectorAll('[data-act], [data-say], [data-field]')) each.disabled = false;
  for (const each of box.querySelectorAll('[data-act]')) delete each.dataset.tag;
  tell(box, word('acts.undone'));
  box.focus();
}

function fail(box, sentence) {
  box.classList.add('failed');
  tell(box, sentence, Boolean(box.done));
}

function tell(box, sentence, canUndo = false) {
  const line = box.querySelector('[data-case-told]');
  line.hidden = false;
  line.querySelector('span').textContent = sentence;
  line.querySelector('[data-undo-act]').hidden = !canUndo;
  told.textContent = sentence;
}

function problem(answer) {
  if (answer.status === 401) return word('acts.signed.out');
  if (answer.status === 412 || answer.status === 410) return word('acts.changed');
  return word('acts.failed', { detail: answer.body?.errors?.map((each) => each.detail).join('; ') || answer.body?.detail || answer.status });
}
