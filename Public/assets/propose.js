// What selected words propose: who says them, in which role; which number, in which unit, for which year.
//
// Rules over one sentence and what stands around it, in English and Russian. They propose: a person corrects them.

import { plain } from './markdown.js';

const name = String.raw`\p{Lu}[\p{L}'’-]+(?:\s+(?:(?:de|da|do|dos|van|von|der|den|al|bin|ibn|el|la|le)\s+)?(?:\p{Lu}[\p{L}'’-]+|\p{Lu}\.))*`;
const verb = String.raw`(?:said|says|told|tells|adds|added|argues|argued|believes|believed|warns|warned|notes|noted|explains|explained|thinks|writes|wrote|stressed|stresses|recalled|insists|insisted|claims|claimed|announced|сказала?|говорит|заявила?|отметила?|считает|полагает|уверена?|подчеркнула?|сообщила?|рассказала?|пояснила?|объяснила?|добавила?|напомнила?|убеждена?)`;
const rules = [
  // said Radomir Velsk, the minister of energy, … ; said political analyst Ana Expert
  new RegExp(String.raw`(?<cue>(?<!\p{L})${verb}|[Aa]ccording\s+to|[Пп]о\s+словам|[Пп]о\s+мнению)(?!\p{L})\s+(?:(?<before>(?!(?:that|it|he|she|they|что)\s)(?:[\p{Ll}-]+\s+){1,6}))?(?<name>${name})(?:,\s+(?<role>[\p{Ll}\s-]{3,80}?)(?=[,.;“”"«»—–]|$))?`, 'u'),
  // Ana Expert, a biologist, said ; Political analyst Ana Expert said
  new RegExp(String.raw`(?<name>${name})(?:,\s+(?<role>[^,.;“”"«»]{3,80}),)?\s+(?<cue>(?:also\s+|has\s+|had\s+|также\s+)?${verb})(?!\p{L})`, 'u'),
];
const starts = new Set(['The', 'A', 'An', 'In', 'On', 'At', 'But', 'And', 'He', 'She', 'It', 'They', 'We', 'I', 'This', 'That', 'These', 'However', 'About', 'В', 'На', 'Но', 'И', 'Он', 'Она', 'Они', 'Мы', 'Я', 'Это', 'По', 'Как', 'А']);
const opening = '“"«„‘\'‹';
const closing = '”"»“’\'›';

// The range of a selection without white space at its ends.
export function trimmed(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}

const pronoun = new RegExp(String.raw`(?<!\p{L})(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Оо]на?|[Оо]ни)\s+(?<cue>${verb})|(?<turned>${verb})\s+(?:he|she|they|она?|они))(?!\p{L})`, 'u');

// {text, kind, expert, speaker, role, cue}: of the words from start to end of the text. `expert` is who is likely to be
// meant, by the name that the paragraph gives.
export function proposeQuote(text, start, end) {
  const raw = text.slice(start, end);
  const [before, after] = around(text, start, end);
  const parts = raw.match(/[“„«"][^“„«"”»]+[”»“"]/gu) ?? [];
  const isMarked = opening.includes(raw[0]) || (opening.includes(text[start - 1] ?? ' ') && closing.includes(text[end] ?? ' '));
  let kind;
  let words = raw;
  let between = '';
  if (opening.includes(raw[0]) && parts.length > 1) {
    // “We agreed,” he said, “and left.”
    kind = 'direct';
    words = parts.map((part) => part.slice(1, -1).trim()).reduce((said, part, index) => {
      const stop = /[,.;:!?—–-]$/u.test(said) ? '' : /^\s*,/.exec(raw.slice(raw.indexOf(parts[index - 1]) + parts[index - 1].length)) ? ',' : '';
      return `${said}${stop} ${part}`;
    });
    between = raw.replace(/[“„«"][^“„«"”»]+[”»“"]/gu, ' ');
  } else if (isMarked) {
    kind = 'direct';
  } else {
    kind = parts.length ? 'mixed' : 'indirect';
    between = raw;
  }
  const near = [between, ...(kind === 'direct' ? [after, before] : [before, after])].map(plain);
  const found = attribution(near) ?? meant(near, plain(text.slice(Math.max(text.lastIndexOf('\n\n', start), 0), start)));
  return { text: unquoted(plain(words)).replace(/\s+/g, ' '), kind, ...found };
}

// He or she is whoever was named last in the paragraph.
function meant(places, paragraph) {
  const said = places.map((place) => pronoun.exec(place.slice(0, 160))).find(Boolean);
  const named = [...paragraph.matchAll(new RegExp(name, 'gu'))].map(([words]) => words.split(/\s+/).filter((word) => !starts.has(word)).join(' '));
  const expert = said ? named.filter((words) => words.includes(' ')).at(-1) ?? named.filter(Boolean).at(-1) ?? '' : '';
  return { expert, speaker: '', role: '', cue: said?.groups.cue ?? said?.groups.turned ?? '' };
}

// What stands before and after in the same paragraph: of what is before, the sentence.
function around(text, start, end) {
  const from = Math.max(text.lastIndexOf('\n\n', start) + 1, 0);
  const next = text.indexOf('\n\n', end);
  const before = text.slice(from, start);
  return [before.split(/(?<=[.!?]["”»]?)\s+(?=\p{Lu})/u).at(-1) ?? '', text.slice(end, next < 0 ? text.length : next)];
}

function attribution(places) {
  for (const place of places) {
    const near = place.replace(/^[\s,.!?—–”»"-]+/u, '').slice(0, 400);
    for (const rule of rules) {
      const match = rule.exec(near);
      // It must stand close by: what comes later is about the next quotation.
      if (!match || match.index > 80 || pronoun.test(near.slice(0, match.index))) continue;
      const { cue = '', role, before } = match.groups;
      const words = match.groups.name.split(/\s+/);
      while (words.length && starts.has(words[0])) words.shift();
      if (!words.length) continue;
      const title = /(?:^|[.!?]\s+)((?:\p{L}[\p{Ll}-]+\s+){1,5})$/u.exec(near.slice(0, match.index))?.[1] ?? '';
      const said = (role ?? before ?? title.toLowerCase()).replace(/^(?:the|a|an)\s+/i, '').replace(/[—–\s]+$/u, '').trim();
      const speaker = words.join(' ').replace(/[’']s$/, '');
      return { expert: speaker, speaker, role: said, cue: cue.trim() };
    }
  }
  return null;
}

function unquoted(words) {
  const text = words.trim();
  return opening.includes(text[0]) && closing.includes(text.at(-1)) ? text.slice(1, -1).trim() : text;
}

const qualifiers = [
  ['at_least', /at least|no (?:less|fewer) than|не менее|не меньше|как минимум/iu],
  ['at_most', /at most|up to|no more than|не более|не больше|максимум/iu],
  ['more_than', /more than|over|above|in excess of|exceed\w*|более|больше|свыше/iu],
  ['less_than', /less than|fewer than|under|below|менее|меньше/iu],
  ['about', /about|around|some|nearly|almost|approximately|roughly|около|примерно|почти|порядка/iu],
  ['exactly', /exactly|precisely|ровно/iu],
];
const scales = [
  [12, /^(?:trillion|trn|триллион\w*|трлн\.?)/iu], [9, /^(?:billion|bn|миллиард\p{L}*|млрд\.?)/iu],
  [6, /^(?:million|mln|миллион\p{L}*|млн\.?)/iu], [3, /^(?:thousand|тысяч\p{L}*|тыс\.?)/iu],
];
const units = [
  ['percentage point', /^(?:percentage points?|процентн\p{L}+ пункт\p{L}*|п\. ?п\.)/iu], ['%', /^(?:%|percent|per cent|процент\p{L}*)/iu],
  ['USD', /^(?:(?:US |U\.S\. )?dollars?|USD|долл\p{L}*\.?(?: США)?)/iu], ['EUR', /^(?:euros?|EUR|евро)/iu], ['GBP', /^(?:pounds?|GBP|фунт\p{L}*)/iu],
  ['RUB', /^(?:roubles?|rubles?|RUB|рубл\p{L}*|руб\.)/iu], ['TJS', /^(?:somoni|TJS|сомони)/iu], ['CNY', /^(?:yuan|CNY|юан\p{L}+)/iu],
  ['KZT', /^(?:tenge|KZT|тенге)/iu], ['UZS', /^(?:soums?|UZS|сум(?:ов|а)?)/iu],
  ['km3', /^(?:km³|km3|cubic kilomet(?:er|re)s?|кубокилометр\p{L}*)/iu], ['m3/s', /^(?:m³\/s|m3\/s)/iu], ['m3', /^(?:m³|m3|cubic met(?:er|re)s?)/iu],
  ['km2', /^(?:km²|km2|square kilomet(?:er|re)s?)/iu], ['km', /^(?:km|kilomet(?:er|re)s?|километр\p{L}*|км)/iu], ['ha', /^(?:ha|hectares?|гектар\p{L}*|га)/iu],
  ['MW', /^(?:MW|megawatts?|мегаватт\p{L}*|МВт)/u], ['kW', /^(?:kW|kilowatts?|кВт)/u], ['GW', /^(?:GW|gigawatts?|ГВт)/u],
  ['t', /^(?:tonnes?|tons?|t|тонн\p{L}*)/iu], ['kg', /^(?:kg|kilograms?|килограмм\p{L}*|кг)/iu], ['m', /^(?:m|met(?:er|re)s?|метр\p{L}*)/iu],
  ['person', /^(?:people|persons?|человек)/iu],
].map(([unit, rule]) => [unit, new RegExp(`${rule.source}(?![\\p{L}\\p{N}])`, rule.flags)]);
const signs = { $: 'USD', '€': 'EUR', '£': 'GBP', '₽': 'RUB' };
const digits = String.raw`\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?`;

// {printed, value, value_to, qualifier, unit, period}: of the words from start to end of the text. Values are texts of
// digits, as a form has them; what is not told is empty.
export function proposeFigure(text, start, end, { language = '', published = '' } = {}) {
  const printed = plain(text.slice(start, end)).trim();
  const [before, after] = around(text, start, end);
  const found = { printed, value: '', value_to: '', qualifier: '', unit: '', period: period(plain(before), printed, plain(after), published) };
  const number = new RegExp(String.raw`(?<sign>[$€£₽])?\s?(?<from>${digits})(?:\s?(?:–|—|-|to|до)\s?[$€£₽]?(?<to>${digits}))?`, 'u').exec(printed);
  if (!number) return found;
  let rest = printed.slice(number.index + number[0].length).trimStart().replace(/^-/, '');
  const scale = scales.find(([, rule]) => rule.test(rest));
  if (scale) rest = rest.replace(scale[1], '').trimStart();
  const { from, to, sign } = number.groups;
  found.value = scaled(from, scale?.[0] ?? 0, language);
  if (to) found.value_to = scaled(to, scale?.[0] ?? 0, language);
  found.unit = signs[sign] ?? units.find(([, rule]) => rule.test(rest))?.[0] ?? signs[rest[0]] ?? counted(rest);
  const lead = printed.slice(0, number.index);
  found.qualifier = qualifiers.find(([, rule]) => new RegExp(`(?<!\\p{L})(?:${rule.source})(?!\\p{L})`, rule.flags).test(lead))?.[0] ?? '';
  return found;
}

// Digits as a number is written in JSON, multiplied by a power of ten without a float's error.
function scaled(digits, power, language) {
  const isGrouped = /^\d{1,3}(?:([,.\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/u.exec(digits);
  const group = isGrouped?.[1];
  // `1.234` is a fraction, `1,234` a thousand; where the comma is the decimal point it is the other way round.
  const isComma = /^(?:ru|de|fr|es|it|pt|tg|uk|kk|uz)/.test(language);
  let plainDigits = digits;
  if (group && !(group === (isComma ? ',' : '.') && digits.indexOf(group) === digits.lastIndexOf(group))) {
    plainDigits = digits.split(group).join('');
  }
  return String(Number(`${plainDigits.replace(',', '.')}e${power}`));
}

// What is counted, in the English singular, where the figure says so: `18,000 migrants`.
function counted(rest) {
  const noun = /^(?:[\p{Ll}]+\s+)??(?<noun>[a-z]+)s(?![\p{L}])/u.exec(rest)?.groups.noun ?? '';
  return noun.replace(/ie$/, 'y');
}

// The year nearest to the figure in its sentence, else that of publication.
function period(before, printed, after, published) {
  const year = /(?<!\p{N})(?:19|20)\d\d(?!\p{N})/gu;
  const sentence = after.split(/(?<=[.!?])\s+(?=\p{Lu})/u)[0] ?? '';
  const own = /(?<![\p{N}.,])(?:19|20)\d\d(?![\p{N}%,.]*\p{N})/u.exec(printed.replace(/[$€£].*/u, ''));
  const [last] = [...before.matchAll(year)].slice(-1);
  const [first] = sentence.matchAll(year);
  if (own && printed.length > 12) return own[0];
  if (last && first) return before.length - last.index <= first.index ? last[0] : first[0];
  return (first ?? last)?.[0] ?? published.slice(0, 4);
}
