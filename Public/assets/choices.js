// Offers the records that there are while a name is typed, and knows whom a name means.

import { send, newKey, Unreached } from './requests.js';
import { element } from './elements.js';

const delay = 150;
const known = new Map();

// That a name, in this resource, means the record of a slug.
export function learn(resource, record) {
  const name = record?.name ?? record?.title;
  if (name && record.slug) known.set(`${resource}\n${name.toLowerCase()}`, record.slug);
}

// Offers what is found for what is typed, in a list of the browser's own.
export function offer(control) {
  const resource = control.dataset.offer;
  if (!resource || control.matches('textarea') || control.list) return;
  const id = `offer-${resource}`;
  if (!document.getElementById(id)) document.body.append(element('datalist', { id }));
  control.setAttribute('list', id);
  let timer;
  control.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const found = await find(resource, control.value).catch(() => []);
      document.getElementById(id).replaceChildren(...found.map((record) => element('option', { value: record.name ?? record.title })));
    }, delay);
  });
}

// The records whose names have all these words.
export async function find(resource, words) {
  if (!words.trim()) return [];
  const answer = await send('GET', `/api/v1/${resource}?limit=8&q=${encodeURIComponent(words)}`);
  const items = answer.ok ? answer.body.items : [];
  for (const item of items) learn(resource, item);
  return items;
}

// The slug of whom a name means. Who is not there yet is made, once, under the key that `made` keeps for it; articles are
// not made in passing.
export async function resolved(resource, name, made) {
  const words = name.trim();
  const named = `${resource}\n${words.toLowerCase()}`;
  if (known.has(named)) return known.get(named);
  const isMeant = (record) => [record.name, record.title, record.slug, ...(record.other_names ?? []).map((other) => other.name)]
    .some((each) => each?.toLowerCase() === words.toLowerCase());
  const found = (await find(resource, words)).find(isMeant) ?? null;
  if (found) {
    known.set(named, found.slug);
    return found.slug;
  }
  if (resource === 'articles') return words;
  made[named] ??= newKey();
  const answer = await send('POST', `/api/v1/${resource}`, { body: { name: words }, key: made[named] });
  if (!answer.ok) {
    delete made[named];
    return words;
  }
  known.set(named, answer.body.slug);
  return answer.body.slug;
}

// The name by which somebody is known here, of whom the text has a name: `Velsk` is Radomir Velsk. Empty where nobody is.
export async function knownName(resource, name, others = []) {
  const words = name.toLowerCase().split(/\s+/);
  const has = (other) => words.every((word) => other.toLowerCase().split(/\s+/).includes(word));
  const near = others.find(has);
  if (near) return near;
  try {
    const found = (await find(resource, name)).filter((record) => [record.name, ...(record.other_names ?? []).map((other) => other.name)].some(has));
    return found.length === 1 ? found[0].name : '';
  } catch (error) {
    if (error instanceof Unreached) return '';
    throw error;
  }
}
