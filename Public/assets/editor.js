// Writes an article: its text and fields, and the quotes and figures that are marked in it.
//
// Whatever is typed is kept on this device until the server has it (draft.js); what is sent can be sent again without being
// done twice (saving.js).

import { knownName, offer } from './choices.js';
import { ask, close } from './conflict.js';
import { keptDraft, keepDraft, dropDraft, onOtherTab } from './draft.js';
import { Entries } from './entries.js';
import { bind, controlOf, emptyState, fieldsOf, handleRows, isSame, stateOf } from './form.js';
import { contentsOf, onFiles, onPaste } from './importing.js';
import { plain } from './markdown.js';
import { watch } from './preview.js';
import { Deciding, isTouched, renewed } from './proposed.js';
import { proposeFigure, proposeQuote, trimmed } from './propose.js';
import { Clash, Refused, load, save } from './saving.js';
import { Telling } from './telling.js';
import { Unreached } from './requests.js';
import { element } from './elements.js';
import { language, plural, word } from './words.js';

const form = document.querySelector('[data-editor]');
const restored = form.querySelector('[data-restored]');
const clashBox = form.querySelector('[data-conflict]');
const body = form.elements.body;
const fields = {
  articles: fieldsOf(form),
  quotes: fieldsOf(document.getElementById('fields-of-quotes').content),
  statistics: fieldsOf(document.getElementById('fields-of-statistics').content),
};
const entries = new Entries(form, fields, changed, show);
const telling = new Telling(form, entries);
const preview = watch(form.querySelector('[data-preview]'), () => body.value, entries);
const look = preview.later;
entries.deciding = new Deciding(entries, changed, (sentence) => telling.say(sentence));

// {slug, id, tag, base, state, entries, sent, made}: what is written, and what the server has of it.
let article;
let draftName;
let timer;
let isSaving = false;
let again;
let wait = 1;

start();

async function start() {
  const { slug } = form.dataset;
  draftName = slug ?? 'new';
  form.inert = true;
  let found = fresh();
  try {
    if (slug) found = await load(slug, fields);
  } catch (error) {
    if (!(error instanceof Unreached || error instanceof Refused)) throw error;
    const kept = keptDraft(draftName);
    if (!kept) {
      telling.alert(word('editor.unloaded'));
      return;
    }
    found = kept;
  }
  const kept = keptDraft(draftName);
  if (kept && !isSame([kept.state, kept.entries.filter(isTouched).map(essence)], [found.state, found.entries.filter(isTouched).map(essence)])) {
    article = kept === found ? kept : { ...kept, entries: renewed(kept.entries, found.entries) };
    restored.hidden = false;
    const time = restored.querySelector('[data-kept]');
    time.dateTime = kept.at;
    time.textContent = new Date(kept.at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  } else {
    article = found;
  }
  fill();
  form.inert = false;
  restored.querySelector('[data-discard]').addEventListener('click', () => {
    dropDraft(draftName);
    restored.hidden = true;
    article = found;
    fill();
    controlOf(form, 'title').focus();
    telling.say(word('editor.discarded'));
  });
  onOtherTab(draftName, () => telling.alert(word('editor.other.tab')));
  arrive();
}

function fresh() {
  return { state: { ...emptyState(fields.articles), language: '' }, base: null, entries: [], made: {} };
}

function essence({ resource, id, state, removed, proposal }) {
  return [resource, id, state, removed ?? false, proposal?.verdict];
}

function fill() {
  bind(form, fields.articles, article.state, (name, state) => {
    article.state[name] = state;
    controlOf(form, name).removeAttribute('aria-invalid');
    changed();
  });
  entries.fill(article.entries);
  // Shown when all of it is there: nothing moves.
  form.querySelector('.marked').hidden = false;
  look();
}

// The entry that the address names, as a link of the review does.
function arrive() {
  const entry = article.entries.find(({ resource, id }) => location.hash === `#${resource[0]}${id}`);
  if (entry) entries.open(entry);
}

// Keeping what is written

function changed() {
  clearTimeout(timer);
  timer = setTimeout(keep, 250);
  look();
}

function keep() {
  clearTimeout(timer);
  // What the server has is not kept here as well.
  if (!article || form.dataset.saved !== undefined) return;
  const isKept = keepDraft(draftName, article);
  telling.say(isKept ? word('editor.kept') : word('editor.unkept'));
}

addEventListener('pagehide', () => {
  if (timer) keep();
});
// Come back to, the page is to show what the server has by now.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

// Marking words

form.addEventListener('keydown', (event) => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key === 'Enter') {
    event.preventDefault();
    if (event.target === body) mark(event.shiftKey ? 'statistics' : 'quotes'); else body.focus();
  } else if (event.key === 'Escape' && event.target.closest('[data-entries]')) {
    body.focus();
  } else if (event.key === 'Enter' && event.target.matches('input:not([type=file])')) {
    // A line's end is no order to save.
    event.preventDefault();
  }
});
// Wherever one is: what is shown was written here.
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
  event.preventDefault();
  submit();
});
// A browser shows the line of the text that the focus comes to; who comes by the Tab key is to see all of it.
form.addEventListener('keyup', (event) => {
  if (event.key === 'Tab' && event.target === body) body.scrollIntoView({ block: 'nearest' });
});
for (const button of form.querySelectorAll('[data-mark]')) button.addEventListener('click', () => mark(button.dataset.mark));

async function mark(resource) {
  const text = body.value;
  const [from, to] = trimmed(text, body.selectionStart, body.selectionEnd);
  if (from === to) {
    telling.say(word('editor.select'));
    body.focus();
    return;
  }
  const isQuote = resource === 'quotes';
  const proposed = isQuote
    ? proposeQuote(text, from, to)
    : proposeFigure(text, from, to, { language: article.state.language, published: article.state.published_on });
  const state = { ...emptyState(fields[resource]), ...pick(proposed, fields[resource]) };
  if (!isQuote && article.state.places.trim() && !article.state.places.trim().includes('\n')) state.place = article.state.places.trim();
  const words = isQuote ? state.text : state.printed;
  const all = plain(text);
  const entry = {
    n: Math.max(0, ...article.entries.map(({ n }) => n)) + 1, resource, state, base: null,
    // Where the words stand once, they are enough.
    context: all.indexOf(words) !== all.lastIndexOf(words)
      ? { exact: words, prefix: ending(plain(text.slice(0, from)), 32), suffix: [...plain(text.slice(to))].slice(0, 32).join('') }
      : null,
  };
  entries.add(entry);
  entries.open(entry);
  changed();
  telling.say(word(isQuote ? 'editor.marked.quote' : 'editor.marked.figure'));
  if (isQuote && state.expert) {
    const others = article.entries.filter((other) => other !== entry && other.resource === 'quotes').map((other) => other.state.expert).filter(Boolean);
    const asked = state.expert;
    const name = await knownName('experts', asked, others);
    if (name && entry.state.expert === asked) entries.propose(entry, 'expert', name);
  }
}

function pick(values, list) {
  return Object.fromEntries(list.filter(({ name }) => name in values).map(({ name }) => [name, values[name]]));
}

function ending(text, length) {
  return [...text.slice(-4 * length)].slice(-length).join('');
}

// Selects an entry's words in the text.
function show(entry) {
  const words = entry.resource === 'quotes' ? entry.state.text : entry.state.printed;
  const index = body.value.indexOf(words);
  body.focus();
  if (index < 0) return telling.say(word('editor.missing'));
  body.setSelectionRange(index, index + words.length);
}

// The passage of the proposal that one is at stands marked in the preview.
form.addEventListener('focusin', (event) => {
  const box = event.target.closest('.marked-entry');
  const entry = box && article.entries.find(({ n }) => String(n) === box.dataset.n);
  if (entry?.proposal) preview.at(entry);
});

// Files

// What is here stays: a text goes behind the one that is there, and only empty fields are filled.
async function take(file) {
  const found = await contentsOf(file);
  if (!found) return telling.alert(word('editor.file.unknown', { name: file.name }));
  const state = stateOf(found.fields, fields.articles);
  for (const { name } of fields.articles) {
    if (name === 'body') {
      article.state.body = [article.state.body.trim(), state.body.trim()].filter(Boolean).join('\n\n');
    } else if (article.state[name].length === 0) {
      article.state[name] = state[name];
    }
  }
  for (const resource of ['quotes', 'statistics']) {
    for (const record of found[resource]) {
      const n = Math.max(0, ...article.entries.map((entry) => entry.n)) + 1;
      article.entries.push({ n, resource, state: stateOf(record, fields[resource]), base: null, context: null });
    }
  }
  fill();
  changed();
  body.focus();
  telling.say(word('editor.file.read', { name: file.name }));
}

onFiles(form, take);
onPaste(body);
handleRows(form, (rows) => fields.articles.find(({ name }) => name === rows.dataset.rows));
for (const control of form.querySelectorAll('[data-offer]')) offer(control);

// Saving

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
addEventListener('online', () => {
  if (again) submit();
});
addEventListener('offline', () => telling.say(word('editor.offline')));

async function submit() {
  clearTimeout(again);
  again = undefined;
  if (isSaving || !article) return;
  isSaving = true;
  telling.forget();
  close(clashBox);
  telling.say(word('editor.saving'));
  keepDraft(draftName, article);
  try {
    const note = form.querySelector('[data-change-note]').value.trim();
    const doubts = await save(article, fields, note, () => keepDraft(draftName, article));
    wait = 1;
    finish(doubts);
  } catch (error) {
    keepDraft(draftName, article);
    entries.refreshAll();
    if (error instanceof Unreached) later(); else if (error instanceof Refused) refuse(error); else if (error instanceof Clash) clash(error); else throw error;
  } finally {
    isSaving = false;
  }
}

// The connection is lost: it is tried again by itself, at growing distances.
function later() {
  telling.say(word('editor.offline'));
  again = setTimeout(submit, wait * 1000);
  wait = Math.min(wait * 2, 30);
}

function finish(doubts) {
  clearTimeout(timer);
  timer = undefined;
  dropDraft(draftName);
  const path = `/articles/${article.slug}`;
  form.querySelector('[data-leave]').href = path;
  if (!doubts.length) {
    form.dataset.saved = '';
    telling.say(word('editor.saved'));
    location.assign(path);
    return;
  }
  // From here on it is an article like any other.
  history.replaceState(null, '', `${path}/edit`);
  draftName = article.slug;
  entries.refreshAll();
  telling.say(word('editor.saved'));
  telling.alert(word('editor.doubts'), doubts, element('a', { href: path, textContent: word('editor.go') }));
}

// What the API found wrong, each at its field.
function refuse({ answer, places }) {
  if (answer.status === 401) {
    const link = element('a', { href: '/sign-in', target: '_blank', textContent: word('editor.sign.in') });
    return telling.alert(word('editor.signed.out'), [], link);
  }
  const faults = places ?? [];
  if (!faults.length) return telling.alert(word('editor.refused', { detail: answer.body?.detail ?? answer.status }));
  telling.alert(plural('editor.faults', faults.length), faults);
  telling.controlAt(faults[0])?.focus();
}

function clash({ title, found, settle }) {
  telling.say('');
  ask(clashBox, title, found, (choices) => {
    settle(choices);
    fill();
    keep();
    submit();
  });
}
