/** A run holds text of servers and attackers. One field may not fill a report. */
export const longestText = 2_000;

/** Text without anything that acts where it is shown: controls become visible pictures, what reorders text or is none a sign for that. */
export function sanitise(text: string, length = longestText): string {
  return cut(text, length)
    .replace(controls, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(invisible, '\uFFFD');
}

/** A text of at most this length, with a notice where there was more. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} … (${text.length} characters, cut here)`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a reader
const controls = /[\u0000-\u0008\u000B-\u001F]/g;
/** C1 controls, bidirectional overrides that can reorder a sentence, and halves of surrogate pairs. */
const invisible =
  /[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
