// A form's fields: what was typed, letter for letter (its state), and what that is to the API (its value).
//
// What fields there are is read from the form, which the server makes of the resources' declarations. A state is an object:
// a text by a field's name, or a list of such objects where a field has rows.

import { copied } from './elements.js';

// [{name, type, label, offered, members}] of a form or a template's content, in their order.
export function fieldsOf(root) {
  return [...root.querySelectorAll('[data-type], [data-rows]')].filter((node) => !node.parentElement.closest('[data-rows]')).map((node) => (
    node.dataset.rows
      ? { name: node.dataset.rows, type: 'rows', label: node.querySelector('legend').textContent, members: fieldsOf(node.querySelector('template').content) }
      : {
        name: node.name, type: node.dataset.type, offered: node.dataset.offer, isLong: node.matches('textarea'),
        label: node.closest('label').querySelector('.name').firstChild.textContent.trim(),
      }));
}

export function emptyState(fields) {
  return Object.fromEntries(fields.map(({ name, type }) => [name, type === 'rows' ? [] : '']));
}

// The state that a record of the API is shown as.
export function stateOf(record, fields) {
  return Object.fromEntries(fields.map((field) => [field.name, stateOfValue(record?.[field.name], field)]));
}

function stateOfValue(value, { type, members }) {
  if (type === 'rows') return (value ?? []).map((row) => stateOf(row, members));
  if (value === null || value === undefined) return '';
  if (type === 'lines') return value.join('\n');
  if (type === 'pairs') return Object.entries(value).map(([name, each]) => `${name}: ${each}`).join('\n');
  if (typeof value === 'object') return value.name ?? value.title ?? String(value.id ?? '');
  return String(value).replace(/\r\n?/g, '\n');
}

// What a field's state is to the API; null for nothing.
export function valueOf(state, { type, members, isLong }) {
  if (type === 'rows') {
    return state.map((row) => Object.fromEntries(members.map((member) => [member.name, valueOf(row[member.name], member)])));
  }
  const text = isLong ? state : state.trim();
  if (type === 'lines') return state.split('\n').map((line) => line.trim()).filter(Boolean);
  if (type === 'pairs') {
    return Object.fromEntries(state.split('\n').filter((line) => line.trim()).map((line) => {
      const [name, ...rest] = line.split(':');
      return [name.trim(), rest.join(':').trim()];
    }));
  }
  if (!text.trim()) return null;
  if (type === 'number') {
    const digits = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^([^,]*),([^,]*)$/, '$1.$2');
    // What is no number is sent as it is: the API says what is wrong with it.
    return Number.isFinite(Number(digits)) ? Number(digits) : text;
  }
  return text;
}

export function isEmpty(value) {
  return value === null || (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0);
}

export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// Shows a state in the controls of a box, and tells of every change: changed(name, state).
export function bind(box, fields, state, changed) {
  for (const field of fields) {
    const node = controlOf(box, field.name);
    if (field.type === 'rows') {
      const list = node.querySelector('ol');
      list.replaceChildren(...state[field.name].map((row) => rowOf(node, field, row)));
      node.changed = () => changed(field.name, readRows(node, field));
    } else {
      node.value = state[field.name];
      node.oninput = () => changed(field.name, node.value);
    }
  }
}

// The control of a field, or the box of its rows; of rows, also that of one member: `links`, `links/0/url`.
export function controlOf(box, path) {
  const [name, index, member] = path.split('/');
  const rows = box.querySelector(`[data-rows="${CSS.escape(name)}"]`);
  if (!rows) return box.querySelector(`[data-type][name="${CSS.escape(name)}"]`);
  const row = index === undefined ? null : rows.querySelectorAll(':scope > ol > li')[index];
  return row ? row.querySelector(`[name="${CSS.escape(member ?? '')}"]`) ?? row.querySelector('[name]') : rows;
}

function rowOf(box, field, row) {
  const made = copied(box.querySelector('template')).querySelector('li');
  for (const member of field.members) controlOf(made, member.name).value = row[member.name];
  made.oninput = () => box.changed();
  return made;
}

function readRows(box, field) {
  return [...box.querySelectorAll(':scope > ol > li')].map((row) => (
    Object.fromEntries(field.members.map((member) => [member.name, controlOf(row, member.name).value]))));
}

// Adding and removing rows, by their buttons.
export function handleRows(root, fieldOf) {
  root.addEventListener('click', (event) => {
    const box = event.target.closest('[data-rows]');
    if (!box) return;
    const list = box.querySelector('ol');
    if (event.target.closest('[data-add]')) {
      const field = fieldOf(box);
      const row = rowOf(box, field, emptyState(field.members));
      list.append(row);
      row.querySelector('[name]').focus();
    } else if (event.target.closest('[data-remove]')) {
      const row = event.target.closest('li');
      const next = row.nextElementSibling?.querySelector('[name]') ?? box.querySelector('[data-add]');
      row.remove();
      next.focus();
    } else {
      return;
    }
    box.changed();
  });
}
