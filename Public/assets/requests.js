// Requests to the API from a page of somebody who is signed in: the cookie stands for the token.

export class Unreached extends Error {}

// The answer: {status, ok, body, tag}. `body` is what was sent back as JSON, also of a problem.
//
// Throws Unreached where there is no answer, or one that the server asks to come again for: whether it was done is not
// known then, and the same request with the same key may be sent again.
export async function send(method, path, { body, tag, key, note } = {}) {
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  if (tag) headers['If-Match'] = tag;
  if (key) headers['Idempotency-Key'] = key;
  // A field's value is bytes: letters beyond Latin are put into it as UTF-8.
  if (note) headers['Sourcebook-Note'] = String.fromCharCode(...new TextEncoder().encode(note));
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', redirect: 'manual',
    });
    text = await answer.text();
  } catch {
    throw new Unreached();
  }
  if (answer.status === 0 || answer.status === 429 || answer.status >= 500) throw new Unreached(detail(text));
  let parsed = null;
  try {
    parsed = text ? JSON.parse(text) : null;
  } catch { /* What is no JSON came from somebody between here and the server. */ }
  return { status: answer.status, ok: answer.ok, body: parsed, tag: answer.headers.get('ETag') };
}

function detail(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return '';
  }
}

// A name for one request, by which the server knows it when it comes again. crypto.randomUUID is there over TLS only.
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
