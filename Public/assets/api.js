// Runs a request of one's own on the page that explains the API, and shows what came back.

import { word } from './words.js';

const runner = document.querySelector('[data-runner]');
const form = runner.querySelector('form');
const input = form.elements.request;
const status = runner.querySelector('[role=status]');
const output = runner.querySelector('pre');
const shown = 50_000;

runner.hidden = false;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  run(input.value.trim());
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-try]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  input.value = link.getAttribute('href');
  runner.scrollIntoView({ block: 'start' });
  input.focus();
  run(input.value);
});

async function run(address) {
  const url = URL.canParse(address, location.origin) ? new URL(address, location.origin) : null;
  if (url?.origin !== location.origin) {
    status.textContent = word('api.elsewhere');
    output.hidden = true;
    return;
  }
  status.textContent = word('api.running');
  const start = performance.now();
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json, */*;q=0.5' } });
    const text = await answer.text();
    const took = Math.round(performance.now() - start);
    const type = answer.headers.get('Content-Type') ?? '';
    status.textContent = [
      `${answer.status} ${answer.statusText}`, type, word('api.took', { took }), answer.headers.get('ETag'),
    ].filter(Boolean).join(' · ');
    const pretty = /json$|json;/.test(type) ? laidOut(text) : text;
    output.textContent = pretty.length > shown ? `${pretty.slice(0, shown)}\n…` : pretty;
    output.hidden = false;
  } catch {
    status.textContent = word('api.unreached');
  }
}

function laidOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
