import { glossary } from '../text/glossary.ts';
import { wordAnchor } from './anchor.ts';
import { render, type SafeHtml, trusted } from './markup.ts';

/** Inside these a link has no place, or a word is no word of ours. */
const closed = new Set(
  'a button code h1 h2 h3 h4 label legend option pre script select style summary svg textarea title'.split(' '),
);

const terms = new Map(glossary.map(([term]) => [term.toLowerCase(), wordAnchor(term)]));
const word = new RegExp(
  `(?<![\\w-])(${[...terms.keys()].sort((a, b) => b.length - a.length).join('|')})(?![\\w-])`,
  'gi',
);

/**
 * Markup of ours in which each word of the glossary leads there where it is met first.
 * @param met the words that the reader has met before; those of this markup join them
 */
export function withLinkedWords(content: SafeHtml, met: Set<string>): SafeHtml {
  let inside = 0;
  const linked = render(content).replace(
    /<(\/?)([a-z0-9]+)[^>]*>|[^<]+/g,
    (part: string, slash?: string, tag?: string) => {
      if (tag !== undefined) {
        if (closed.has(tag) && !part.endsWith('/>')) inside += slash === '/' ? -1 : 1;
        return part;
      }
      return inside > 0 ? part : part.replace(word, (found) => link(found, met));
    },
  );
  return trusted(linked);
}

function link(found: string, met: Set<string>): string {
  const term = found.toLowerCase();
  if (met.has(term)) return found;
  met.add(term);
  return `<a class="word" href="#${terms.get(term)}">${found}</a>`;
}
