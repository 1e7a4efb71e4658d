// Shows what is found while one types, below the search field of any page.
//
// The field becomes a combobox with a list of links (WAI-ARIA Authoring Practices, "Combobox"): the arrow keys move
// through them, Enter follows one, Escape closes the list. Everything that comes from the server is set as text.

import { plural, word } from './words.js';

const delay = 120;
const shownOfEach = 4;
for (const form of document.querySelectorAll('form[data-search]')) attach(form);
document.querySelector('[data-hits]')?.addEventListener('keydown', walk);

// Among the results of a whole page the arrow keys move, too.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...event.currentTarget.querySelectorAll('.hits h3 a')];
  const index = links.findIndex((link) => link === document.activeElement);
  if (!step || index < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  // Above the first stands the field.
  (links[index + step] ?? (step < 0 ? document.getElementById('q') : null))?.focus();
}

function attach(form) {
  const input = form.querySelector('input[name=q]');
  const panel = element('div', { className: 'found', hidden: true });
  const list = element('div', { id: 'found', role: 'listbox', ariaLabel: word('found') });
  const status = element('p', { className: 'unseen', role: 'status' });
  panel.append(list);
  form.append(panel, status);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', 'found');
  close();

  let timer;
  let request;
  let asked = input.value.trim();

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(input.value.trim()), delay);
  });
  input.addEventListener('focus', () => {
    if (list.childElementCount && input.value.trim() === asked) open();
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  form.addEventListener('submit', () => request?.abort());
  // A click on a link must not take the focus from the field first, which would close the list under it.
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
        if (!panel.hidden) move(1);
        else if (list.childElementCount) open();
        else document.querySelector('[data-hits] .hits h3 a')?.focus();
        break;
      case 'ArrowUp':
        if (panel.hidden) open(); else move(-1);
        break;
      case 'Escape':
        if (panel.hidden) return;
        close();
        break;
      case 'Enter':
        if (panel.hidden || !selected()) return;
        selected().click();
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  async function search(words) {
    if (words === asked && list.childElementCount) return open();
    asked = words;
    request?.abort();
    if (!words) {
      list.replaceChildren();
      status.textContent = '';
      return close();
    }
    request = new AbortController();
    try {
      const answer = await fetch(`/api/v1/search?limit=${shownOfEach}&q=${encodeURIComponent(words)}`, {
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      const { groups, suggestion } = await answer.json();
      show(groups, words, suggestion);
    } catch (error) {
      if (error.name === 'AbortError') return;
      list.replaceChildren();
      close();
      status.textContent = word('unreached');
    }
  }

  function show(groups, words, suggestion) {
    const found = groups.filter((group) => group.items.length > 0);
    const total = found.reduce((sum, group) => sum + group.total, 0);
    list.replaceChildren(...found.map(groupOf));
    if (found.length) {
      list.append(option(`/search?q=${encodeURIComponent(words)}`, word('all'), 'all'));
    } else if (suggestion) {
      list.append(option(`/search?q=${encodeURIComponent(suggestion)}`, word('meant', { words: suggestion }), 'hit'));
    } else {
      list.append(element('p', { className: 'nothing', textContent: word('nothing') }));
    }
    [...list.querySelectorAll('[role=option]')].forEach((each, index) => { each.id = `found-${index}`; });
    const isCut = found.some((group) => group.total_is === 'at_least');
    status.textContent = plural('results', total, isCut ? { n: `${total.toLocaleString(language)}+` } : {});
    if (document.activeElement === input) open();
  }

  function groupOf(group) {
    const id = `found-${group.kind}`;
    const box = element('div', { role: 'group' });
    box.setAttribute('aria-labelledby', id);
    box.append(element('p', { id, className: 'kind', textContent: word(group.kind) }));
    box.append(...group.items.map((item) => hit(group.kind, item)).filter(Boolean));
    return box;
  }

  function open() {
    if (!list.childElementCount) return;
    panel.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }

  function close() {
    panel.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    select(null);
  }

  function selected() {
    return list.querySelector('[aria-selected=true]');
  }

  function select(next) {
    selected()?.setAttribute('aria-selected', 'false');
    if (next) {
      next.setAttribute('aria-selected', 'true');
      next.scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', next.id);
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  // Past either end stands the field itself.
  function move(step) {
    const options = [...list.querySelectorAll('[role=option]')];
    const index = options.indexOf(selected());
    const next = index < 0 ? (step > 0 ? 0 : options.length - 1) : index + step;
    select(options[next] ?? null);
  }
}

function hit(kind, item) {
  switch (kind) {
    case 'quotes':
      return entry(passage(item, 'q'), item.expert?.name, item, item.role, item.language);
    case 'statistics':
      return entry(passage(item, 's'), item.indicator?.name, item, joined(item.printed, item.place, item.period));
    case 'articles':
      return entry(`/articles/${item.slug}`, item.title, item, joined(item.publisher, item.published_on), item.language);
    default:
      return entry(`/${kind}/${item.slug}`, item.name, item, item.description);
  }
}

function entry(href, title, item, line, language) {
  const link = option(href, title ?? '', 'hit');
  const text = item.snippet?.text;
  if (text && text !== title) {
    const words = element('span', { className: 'words', dir: 'auto' });
    if (language) words.lang = language;
    words.append(...segments(item.snippet));
    link.append(words);
  }
  if (line) link.append(element('span', { className: 'line', dir: 'auto', textContent: line }));
  return link;
}

// Marks count code points, as JavaScript's strings do not.
function segments({ text, marks }) {
  const letters = Array.from(text);
  const pieces = [];
  let position = 0;
  for (const [start, end] of marks) {
    pieces.push(letters.slice(position, start).join(''));
    pieces.push(element('mark', { textContent: letters.slice(start, end).join('') }));
    position = end;
  }
  pieces.push(letters.slice(position).join(''));
  return pieces;
}

function option(href, title, className) {
  const link = element('a', { href, className, role: 'option', tabIndex: -1 });
  link.setAttribute('aria-selected', 'false');
  link.append(element('span', { className: 'title', dir: 'auto', textContent: title }));
  return link;
}

function passage(item, letter) {
  return `/articles/${item.article?.slug}#${letter}${item.id}`;
}

function joined(...parts) {
  return parts.filter(Boolean).join(' · ');
}

// An element, made of its name, properties and children: text is set as text, whatever it holds.
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value; else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
