// A file that is dropped or chosen: text, Markdown or HTML becomes the text, an article as the API has it fills the form. And
// what is pasted from a page.

import { learn } from './choices.js';
import { markdownOf } from './markdown.js';

const largest = 8_000_000;

// Calls take(file) for a file that is dropped on a form, or chosen in its field.
export function onFiles(form, take) {
  const place = form.querySelector('[data-drop]');
  const hasFiles = (event) => event.dataTransfer.types.includes('Files');
  for (const name of ['dragenter', 'dragover']) {
    form.addEventListener(name, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      place.classList.add('dropping');
    });
  }
  form.addEventListener('dragleave', (event) => {
    if (!form.contains(event.relatedTarget)) place.classList.remove('dropping');
  });
  form.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    place.classList.remove('dropping');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  form.querySelector('[data-file]').addEventListener('change', (event) => {
    if (event.target.files[0]) take(event.target.files[0]);
    event.target.value = '';
  });
}

// What is pasted into a text from a page with paragraphs of its own, comes as Markdown.
export function onPaste(control) {
  control.addEventListener('paste', (event) => {
    const html = event.clipboardData.getData('text/html');
    if (!/<(?:p|h[1-6]|li|blockquote)[\s>]/i.test(html)) return;
    const { text } = markdownOf(html);
    if (!text) return;
    event.preventDefault();
    control.setRangeText(text, control.selectionStart, control.selectionEnd, 'end');
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
}

// {fields, quotes, statistics}: records as the API has them; null where nothing of the file can be used.
export async function contentsOf(file) {
  if (file.size > largest) return null;
  const text = await file.text();
  const ending = /\.(\w+)$/.exec(file.name)?.[1].toLowerCase() ?? '';
  if (text.includes('\u0000')) return null;
  if (['json', 'ndjson', 'jsonl'].includes(ending)) return article(text);
  if (['html', 'htm', 'xhtml'].includes(ending) || file.type === 'text/html') {
    const { title, text: body, language } = markdownOf(text);
    return { fields: { title, body, language }, quotes: [], statistics: [] };
  }
  if (['md', 'markdown', 'txt', 'text', ''].includes(ending) || file.type.startsWith('text/')) return words(text);
  return null;
}

// A first heading is the title.
function words(text) {
  const body = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const title = /^\s*#[ \t]+(.+?)[ \t#]*\n+/.exec(body);
  return title
    ? { fields: { title: title[1], body: body.slice(title[0].length) }, quotes: [], statistics: [] }
    : { fields: { body }, quotes: [], statistics: [] };
}

// One article with what it carries, or lines of an export: of these the first article, and what refers to it.
function article(text) {
  const records = read(text);
  const found = records?.find((record) => record && typeof record === 'object' && typeof record.title === 'string'
    && (record.resource ?? 'articles') === 'articles');
  if (!found) return null;
  const isOfIt = (record) => record.article && (record.article.slug ?? record.article) === found.slug;
  const of = (resource) => [
    ...(found[resource] ?? []), ...records.filter((record) => record.resource === resource && isOfIt(record)),
  ];
  const [quotes, statistics] = [of('quotes'), of('statistics')].map((list) => list.map(named));
  for (const quote of quotes) learn('experts', quote.expert);
  return { fields: found, quotes, statistics };
}

// In what is posted, somebody may be named by the name alone.
function named(record) {
  const copy = { ...record };
  for (const field of ['expert', 'indicator', 'source', 'stated_by']) {
    if (typeof copy[field] === 'string') copy[field] = { name: copy[field] };
  }
  return copy;
}

function read(text) {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value : value.items ?? [value];
  } catch {
    try {
      return text.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
    } catch {
      return null;
    }
  }
}
