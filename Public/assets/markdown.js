// Markdown and the words in it.

// The words of a piece of Markdown, about as the server takes them: marks away, everything else letter for letter.
export function plain(markdown) {
  return markdown
    .replace(/^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)/gm, '')
    .replace(/!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^]*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}\\*])\*(?=[^\s*])([^*]*[^\s*\\])\*/gu, '$1')
    .replace(/(?<![\p{L}\p{N}\\_])_(?=[^\s_])([^_]*[^\s_\\])_(?![\p{L}\p{N}])/gu, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

// HTML as a document in which nothing runs and nothing is loaded. Only this one policy makes HTML of a string, and what it
// makes is never put into the page: it is read from.
const policy = globalThis.trustedTypes?.createPolicy('sourcebook', { createHTML: (html) => html });

export function parsed(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
}

const unread = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'NAV', 'ASIDE', 'FOOTER', 'FORM', 'IFRAME', 'SVG', 'BUTTON', 'HEAD']);

// HTML as Markdown: headings, paragraphs, lists, quotes, emphasis and links; of everything else, the words.
export function markdownOf(html) {
  const found = parsed(html);
  const root = found.querySelector('article') ?? found.querySelector('main') ?? found.body;
  const title = root.querySelector('h1') ?? found.querySelector('h1');
  const text = blocks(root, title).join('\n\n').replace(/\n{3,}/g, '\n\n').trim();
  return {
    title: (title?.textContent ?? found.title).replace(/\s+/g, ' ').trim(), text, language: found.documentElement.lang || '',
  };
}

function blocks(parent, title) {
  const made = [];
  let line = '';
  const end = () => {
    if (line.trim()) made.push(line.trim());
    line = '';
  };
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      line += escaped(node.data);
    } else if (node.nodeType !== Node.ELEMENT_NODE || unread.has(node.nodeName.toUpperCase()) || node === title) {
      continue;
    } else if (/^H[1-6]$/.test(node.nodeName)) {
      end();
      const words = inline(node).trim();
      if (words) made.push(`${'#'.repeat(Math.max(2, Number(node.nodeName[1])))} ${words}`);
    } else if (node.nodeName === 'UL' || node.nodeName === 'OL') {
      end();
      const items = [...node.children].filter((item) => item.nodeName === 'LI').map((item, index) => {
        const mark = node.nodeName === 'OL' ? `${index + 1}. ` : '- ';
        return mark + blocks(item, title).join('\n\n').replace(/\n/g, `\n${' '.repeat(mark.length)}`);
      });
      if (items.length) made.push(items.join('\n'));
    } else if (node.nodeName === 'BLOCKQUOTE') {
      end();
      made.push(blocks(node, title).join('\n\n').replace(/^/gm, '> '));
    } else if (node.nodeName === 'PRE') {
      end();
      made.push(node.textContent.replace(/\n$/, '').replace(/^/gm, '    '));
    } else if (node.nodeName === 'HR') {
      end();
      made.push('---');
    } else if (/^(P|DIV|SECTION|ARTICLE|MAIN|HEADER|FIGURE|FIGCAPTION|TABLE|TBODY|THEAD|TR|TD|TH|DL|DT|DD|DETAILS|SUMMARY)$/.test(node.nodeName)) {
      end();
      made.push(...blocks(node, title));
    } else {
      line += inlineOf(node);
    }
  }
  end();
  return made;
}

function inline(parent) {
  return [...parent.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
    return node.nodeType === Node.ELEMENT_NODE && !unread.has(node.nodeName.toUpperCase()) ? inlineOf(node) : '';
  }).join('');
}

function inlineOf(node) {
  if (node.nodeName === 'BR') return '\\\n';
  const words = inline(node);
  if (!words.trim()) return words;
  const [, before, inner, after] = /^(\s*)([^]*?)(\s*)$/.exec(words);
  if (node.nodeName === 'EM' || node.nodeName === 'I') return `${before}*${inner}*${after}`;
  if (node.nodeName === 'STRONG' || node.nodeName === 'B') return `${before}**${inner}**${after}`;
  const href = node.nodeName === 'A' ? node.getAttribute('href') ?? '' : '';
  return /^https?:\/\/[^\s<>]+$/.test(href) ? `${before}[${inner}](<${href}>)${after}` : words;
}

// White space as the page would show it, and no letter that Markdown would take for a mark.
function escaped(text) {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, '\\$&');
}
