/** Words that only who built this knows. What the field says, or the glossary explains, is not among them. */
export const privateWords = [
  ...['arm', 'arms', 'A/A', 'cell', 'cells', 'block', 'blocks', 'look', 'looks', 'beaten', 'precondition'],
  ...['declared', 'declares', 'as set', 'as it comes', 'compression', 'spent', 'premises', 'yardstick', 'ladder'],
];

/** The same words where they mean what they always do. */
const everyday =
  /(?<=\b(?:may|can|must|to|and|schemes|run) )look(?=s? )|\blooks? (?:at|after|like|unlike|slower)|\bsquare of|\bspent (?:refresh )?(?:token|one)|\bjust spent/gi;

/** More are read twice. A part that ends with a colon or a semicolon is taken in by itself. */
export const mostWords = 25;

export function tooLong(texts: readonly string[]): string[] {
  return sentences(texts).filter((sentence) => sentence.split(/\s+/).length > mostWords && !isListOfNames(sentence));
}

/** What enumerates names of fields or flags is looked up, and not read. */
function isListOfNames(sentence: string): boolean {
  return (sentence.match(/\bcode\b/g)?.length ?? 0) >= fewestNames;
}

const fewestNames = 6;

export function withPrivateWords(texts: readonly string[]): string[] {
  const own = new RegExp(`(?<![\\w/-])(?:${privateWords.join('|')})(?![\\w/-])`, 'i');
  return sentences(texts).filter((sentence) => own.test(sentence.replaceAll(everyday, '')));
}

function sentences(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(/(?<=[.!?;:])\s+/)).map((sentence) => sentence.trim());
}

/** What a reader of Markdown reads: headings, paragraphs and items, and what stands in tables, without code and addresses. */
export function proseOf(markdown: string): string[] {
  const plain = markdown
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(summary|strong|small)>/g, '\n\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/`[^`]*`/g, 'code')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return plain
    .split(/\n\s*\n|\n(?=\s*(?:[-*|#>]|\d+\.) ?)/)
    .flatMap((part) => (/^\s*\|/.test(part) ? part.split('|') : [part.replace(/^\s*(?:[-*#>]+|\d+\.)\s/, '')]))
    .map((part) =>
      part
        .replace(/[*_\\]+/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((part) => part !== '');
}
