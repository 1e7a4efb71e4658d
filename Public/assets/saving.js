// Brings what is written to the server, so that a lost answer loses nothing and doubles nothing.
//
// Every step can be taken again. What makes a record is sent under a key that is kept with what was sent: the same again is
// answered as it was the first time. What changes one is sent with the entity tag that it was read with: if it was done, or
// somebody else was quicker, that is seen, and compared field by field.

import { newKey, send } from './requests.js';
import { learn, resolved } from './choices.js';
import { differences } from './conflict.js';
import { isEmpty, isSame, stateOf, valueOf } from './form.js';
import { word } from './words.js';

// The API has refused: nothing of that step was done. `places` are {path, label, detail, entry}.
export class Refused extends Error {
  constructor(answer, places) {
    super(answer.body?.detail);
    this.answer = answer;
    this.places = places;
  }
}

// Somebody has changed the same record: what is to hold must be chosen, and settle(choices) called.
export class Clash extends Error {
  constructor(title, found, settle) {
    super(title);
    this.title = title;
    this.found = found;
    this.settle = settle;
  }
}

// An article as the editor keeps it, read from the API.
export async function load(reference, fields) {
  const answer = await read(`/api/v1/articles/${reference}`);
  const { body: record, tag } = answer;
  const entries = [];
  for (const resource of ['quotes', 'statistics']) {
    let next = `/api/v1/articles/${record.id}/${resource}?limit=200`;
    while (next) {
      const page = await read(next);
      for (const item of page.body.items) entries.push(entryOf(item, resource, fields, entries.length + 1));
      next = page.body.next;
    }
  }
  entries.push(...await proposalsOf(record.id, fields, entries.length));
  learn('articles', record.translation_of);
  const state = stateOf(record, fields.articles);
  return { slug: record.slug, id: record.id, tag, base: structuredClone(state), state, entries, made: {} };
}

function entryOf(record, resource, fields, n) {
  learn('experts', record.expert);
  learn('experts', record.stated_by);
  learn('indicators', record.indicator);
  learn('sources', record.source);
  const state = stateOf(record, fields[resource]);
  return {
    n, resource, id: record.id, revision: record.revision, state, base: structuredClone(state), context: null,
    selector: record.selector, anchor: record.anchor,
  };
}

// What the article seems to have, and nobody has decided, in the order of its text.
async function proposalsOf(article, fields, count) {
  const found = [];
  let next = `/api/v1/proposals?article=${article}&status=open&sort=start&limit=200`;
  while (next) {
    const page = await read(next);
    found.push(...page.body.items);
    next = page.body.next;
  }
  return found.map((item, index) => {
    const resource = item.kind === 'quote' ? 'quotes' : 'statistics';
    const state = stateOf(item.fields, fields[resource]);
    return {
      n: count + index + 1, resource, state, base: structuredClone(state), context: null, selector: item.fields.selector,
      proposal: { id: item.id, rule: item.rule, sure: item.confidence },
    };
  });
}

async function read(path) {
  const answer = await send('GET', path);
  if (!answer.ok) throw new Refused(answer);
  return answer;
}

// Saves all that differs from what the server has. `keep` is called whenever a further step is on its way or done. Returns
// what the server doubts, as places.
export async function save(article, fields, note, keep) {
  const doubts = [];
  for (const entry of article.entries) delete entry.doubts;
  if (!article.id) doubts.push(...await create(article, fields, note, keep));
  doubts.push(...await update(article, fields, note, keep));
  for (const entry of [...article.entries]) doubts.push(...await saveEntry(article, entry, fields, note, keep));
  for (const { entry, label, detail } of doubts) if (entry) entry.doubts = [...(entry.doubts ?? []), `${label} ${detail}`];
  return doubts;
}

// One POST, with all that is marked: all of it is made, or nothing.
async function create(article, fields, note, keep) {
  if (!article.sent) {
    const body = recordOf(article.state, fields.articles);
    const carried = {};
    for (const resource of ['quotes', 'statistics']) {
      const of = article.entries.filter((entry) => entry.resource === resource && !entry.removed);
      carried[resource] = of.map((entry) => ({ n: entry.n, state: structuredClone(entry.state) }));
      if (of.length) body[resource] = of.map((entry) => carriedRecord(entry, fields[resource]));
    }
    article.sent = { key: newKey(), body, state: structuredClone(article.state), carried };
    keep();
  }
  const { sent } = article;
  const answer = await send('POST', '/api/v1/articles', { body: sent.body, key: sent.key, note });
  const carriedOf = (resource, index) => article.entries.find(({ n }) => n === sent.carried[resource]?.[index]?.n);
  if (!answer.ok) {
    delete article.sent;
    throw new Refused(answer, placesOf(answer.body?.errors, fields, carriedOf));
  }
  const { body: record } = answer;
  article.slug = record.slug;
  article.id = record.id;
  article.tag = answer.tag;
  article.base = sent.state;
  for (const resource of ['quotes', 'statistics']) {
    const made = [...record[resource] ?? []];
    for (const [index, { n, state }] of sent.carried[resource].entries()) {
      const is = sent.body[resource][index];
      const at = made.findIndex((each) => (resource === 'quotes' ? each.text === is.text && each.kind === is.kind : each.printed === (is.printed ?? null) && each.value === is.value));
      const [item] = made.splice(Math.max(at, 0), 1);
      const entry = article.entries.find((each) => each.n === n);
      if (entry) {
        Object.assign(entry, { id: item.id, revision: item.revision, base: state, selector: item.selector, anchor: item.anchor });
      } else {
        // It was taken out here while the answer was on its way.
        article.entries.push({ n, resource, id: item.id, revision: item.revision, state, base: state, removed: true });
      }
    }
  }
  delete article.sent;
  keep();
  return placesOf(record.warnings, fields, carriedOf);
}

async function update(article, fields, note, keep) {
  const changed = fields.articles.filter(({ name }) => !isSame(article.state[name], article.base[name]));
  if (!changed.length) return [];
  const patch = {};
  for (const field of changed) patch[field.name] = await written(article.state[field.name], field, article, keep);
  const state = structuredClone(article.state);
  const answer = await send('PATCH', `/api/v1/articles/${article.id}`, { body: patch, tag: article.tag, note });
  if (answer.status === 412) {
    await meet(article, article.id, 'articles', fields.articles, word('editor.conflict.article'), keep);
    return update(article, fields, note, keep);
  }
  if (!answer.ok) throw new Refused(answer, placesOf(answer.body?.errors, fields));
  article.slug = answer.body.slug;
  article.tag = answer.tag;
  article.base = state;
  keep();
  // That passages stand otherwise now is told at the entries themselves.
  return placesOf(answer.body.warnings, fields);
}

async function saveEntry(article, entry, fields, note, keep) {
  const { resource } = entry;
  const list = fields[resource];
  const own = () => entry;
  const placed = (answer) => placesOf(answer.body?.errors, { ...fields, articles: list }, own, entry);
  if (entry.removed) {
    if (entry.id) await remove(entry, note);
    article.entries.splice(article.entries.indexOf(entry), 1);
    keep();
    return [];
  }
  if (entry.proposal) return decide(article, entry, fields, note, keep);
  if (!entry.id) {
    if (!entry.sent) {
      const body = { article: article.id, ...carriedRecord(entry, list) };
      for (const field of list) if (field.name in body) body[field.name] = await written(entry.state[field.name], field, article, keep);
      entry.sent = { key: newKey(), body, state: structuredClone(entry.state) };
      keep();
    }
    const answer = await send('POST', `/api/v1/${resource}`, { body: entry.sent.body, key: entry.sent.key, note });
    if (!answer.ok) {
      delete entry.sent;
      throw new Refused(answer, placed(answer));
    }
    Object.assign(entry, { id: answer.body.id, revision: answer.body.revision, base: entry.sent.state, selector: answer.body.selector, anchor: answer.body.anchor });
    delete entry.sent;
    keep();
    const doubts = placesOf(answer.body.warnings, { ...fields, articles: list }, own, entry);
    return [...doubts, ...await saveEntry(article, entry, fields, note, keep)];
  }
  const changed = list.filter(({ name }) => !isSame(entry.state[name], entry.base[name]));
  if (!changed.length) return [];
  const path = `/api/v1/${resource}/${entry.id}`;
  const present = await send('GET', path);
  if (present.status === 404 || present.status === 410) {
    // Somebody has deleted it meanwhile: saving makes it anew, unless it is taken out here too.
    Object.assign(entry, { id: undefined, base: null });
    keep();
    throw new Refused(present, [{ entry, path: changed[0].name, label: changed[0].label, detail: word('editor.conflict.gone') }]);
  }
  if (!present.ok) throw new Refused(present);
  if (present.body.revision !== entry.revision) await meet(entry, entry.id, resource, list, word('editor.conflict.entry'), keep, present);
  const patch = {};
  for (const field of changed) {
    const value = await written(entry.state[field.name], field, article, keep);
    patch[field.name] = withoutOthers(value, entry.base[field.name], field);
  }
  // Other words stand elsewhere.
  if ('text' in patch || 'printed' in patch) patch.selector = entry.context;
  const state = structuredClone(entry.state);
  const answer = await send('PATCH', path, { body: patch, tag: present.tag, note });
  if (answer.status === 412) return saveEntry(article, entry, fields, note, keep);
  if (!answer.ok) throw new Refused(answer, placed(answer));
  Object.assign(entry, { revision: answer.body.revision, base: state, selector: answer.body.selector, anchor: answer.body.anchor });
  keep();
  return placesOf(answer.body.warnings, { ...fields, articles: list }, own, entry);
}

// A proposal that was accepted becomes what it proposes; one that was rejected goes. What nobody has decided stays a proposal.
async function decide(article, entry, fields, note, keep) {
  const { resource, proposal } = entry;
  const list = fields[resource];
  if (!proposal.verdict) return [];
  const accepts = proposal.verdict === 'accepted';
  if (!entry.sent) {
    const patch = {};
    for (const field of list) {
      if (isSame(entry.state[field.name], entry.base[field.name])) continue;
      const value = valueOf(entry.state[field.name], field);
      patch[field.name] = isEmpty(value) ? null : withoutOthers(value, entry.base[field.name], field);
    }
    // Other words stand elsewhere.
    if ('text' in patch || 'printed' in patch) patch.selector = entry.context;
    entry.sent = { key: newKey(), body: accepts ? patch : undefined, state: structuredClone(entry.state) };
    keep();
  }
  const path = `/api/v1/proposals/${proposal.id}/${accepts ? 'accept' : 'reject'}`;
  const answer = await send('POST', path, { body: entry.sent.body, key: entry.sent.key, note });
  if (!answer.ok) {
    delete entry.sent;
    const found = placesOf(answer.body?.errors, { ...fields, articles: list }, () => entry, entry);
    const who = entry.state.expert || entry.state.indicator;
    throw new Refused(answer, found.length || answer.status === 401 ? found : [{ entry, path: '', label: who, detail: answer.body?.detail ?? answer.status }]);
  }
  if (!accepts) {
    article.entries.splice(article.entries.indexOf(entry), 1);
    keep();
    return [];
  }
  const { body: made } = await read(`/api/v1/${resource}/${answer.body[resource === 'quotes' ? 'quote' : 'statistic'].id}`);
  Object.assign(entry, { id: made.id, revision: made.revision, base: entry.sent.state, selector: made.selector, anchor: made.anchor });
  delete entry.sent;
  delete entry.proposal;
  keep();
  const doubts = placesOf(answer.body.warnings, { ...fields, articles: list }, () => entry, entry);
  return [...doubts, ...await saveEntry(article, entry, fields, note, keep)];
}

// A patch is merged: of pairs, those that are to go are named.
function withoutOthers(value, before, field) {
  if (field.type !== 'pairs') return value;
  const gone = Object.keys(valueOf(before, field)).filter((name) => !(name in value));
  return { ...value, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

async function remove(entry, note) {
  const path = `/api/v1/${entry.resource}/${entry.id}`;
  const present = await send('GET', path);
  if (present.status === 404 || present.status === 410) return;
  if (present.ok && present.body.revision !== entry.revision) {
    entry.revision = present.body.revision;
    entry.removed = false;
    throw new Refused(present, [{ entry, path: '', label: word('editor.removed'), detail: word('editor.conflict.kept') }]);
  }
  const answer = await send('DELETE', path, { tag: present.tag, note });
  if (answer.status === 412) return remove(entry, note);
  if (!answer.ok && answer.status !== 404 && answer.status !== 410) throw new Refused(answer);
}

// What was written here meets what the server has by now. Where nothing that was changed there is another thing here, it
// goes on with the new tag; else somebody must choose.
async function meet(mine, id, resource, fields, title, keep, present) {
  const answer = present ?? await read(`/api/v1/${resource}/${id}`);
  const theirs = stateOf(answer.body, fields);
  const found = differences(fields, mine.base, mine.state, theirs);
  const take = (choices) => {
    for (const { name, takes } of choices) if (takes === 'theirs') mine.state[name] = structuredClone(theirs[name]);
    mine.base = theirs;
    mine.tag = answer.tag;
    mine.revision = answer.body.revision;
    keep();
  };
  if (found.length) throw new Clash(title, found, take);
  // What they have changed as it was changed here, is theirs and ours.
  take([]);
}

function recordOf(state, fields) {
  const values = fields.map((field) => [field.name, valueOf(state[field.name], field)]);
  return Object.fromEntries(values.filter(([, value]) => !isEmpty(value)));
}

function carriedRecord(entry, fields) {
  return { ...recordOf(entry.state, fields), ...(entry.context ? { selector: entry.context } : {}) };
}

// A field's value as a PATCH takes it: names of others are their slugs there.
async function written(state, field, article, keep) {
  const value = valueOf(state, field);
  if (isEmpty(value) || !field.offered) return value;
  const slugs = [];
  for (const name of Array.isArray(value) ? value : [value]) {
    slugs.push(await resolved(field.offered, name, article.made));
    keep();
  }
  return Array.isArray(value) ? slugs : slugs[0];
}

// The places that pointers lead to: `/links/0/url`, `/quotes/1/text`.
function placesOf(found, fields, carriedOf = () => undefined, own) {
  return (found ?? []).map(({ pointer, detail }) => {
    const parts = (pointer ?? '').split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    let entry = own;
    let list = fields.articles;
    if (!own && (parts[0] === 'quotes' || parts[0] === 'statistics')) {
      entry = carriedOf(parts[0], Number(parts[1]));
      list = fields[parts[0]];
      parts.splice(0, 2);
    }
    const field = list.find(({ name }) => name === parts[0]);
    const path = field?.type === 'rows' ? parts.slice(0, 3).join('/') : parts[0] ?? '';
    const who = entry && (entry.state.expert || entry.state.indicator);
    return { entry, path, label: [who, field?.label ?? parts.join('/')].filter(Boolean).join(', '), detail };
  });
}
