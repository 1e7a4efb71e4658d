// What scripts say, in the page's language: the page brings the phrases along.

export const language = document.documentElement.lang || 'en';

const phrases = {};
for (const block of document.querySelectorAll('#words, script[data-words]')) Object.assign(phrases, JSON.parse(block.textContent));
const plurals = new Intl.PluralRules(language);

// The phrase of a key, its {name}s replaced by values.
export function word(key, values = {}) {
  return fill(phrases[key] ?? key, values);
}

// The form of a phrase for a number, which is {n} in it.
export function plural(key, number, values = {}) {
  const forms = phrases[key] ?? {};
  return fill(forms[plurals.select(number)] ?? forms.other ?? key, { n: number.toLocaleString(language), ...values });
}

function fill(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
