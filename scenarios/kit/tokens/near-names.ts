import type { Json, TokenChanges } from './compact-token.ts';

/**
 * Issuers and audiences that are not the right one, and that a comparison by text, by pattern or by parts takes for it:
 * with it at their beginning or anywhere in them, or in a list where one name stands (CVE-2025-30144).
 * @param payload of a genuine token; what it does not name has no near miss
 */
export function nearNames({ iss, aud }: Json): Record<string, TokenChanges> {
  const audience = [aud].flat().find((one) => typeof one === 'string');
  return {
    ...(typeof iss === 'string' && each('iss', { ...nearTexts(iss), ...shapes(iss), ...lists(iss) })),
    // a list of which it is a member names it rightly
    ...(audience !== undefined &&
      each('aud', { ...inLists(nearTexts(audience)), ...nearTexts(audience), ...shapes(audience) })),
  };
}

function each(claim: 'iss' | 'aud', values: Readonly<Record<string, unknown>>): Record<string, TokenChanges> {
  return Object.fromEntries(
    Object.entries(values).map(([how, value]) => [`${claim} ${how}`, { payload: { [claim]: value } }]),
  );
}

function nearTexts(right: string): Record<string, string> {
  const host = right.replace(/^[a-z]+:\/\//, '');
  const texts = {
    'with the right one at its beginning': `${right}.evil.example`,
    'with a path below the right one': `${right}/../evil`,
    'with the right one as its user': `https://${host}@evil.example`,
    'with the right one in its query': `https://evil.example/?${right}`,
    'with the right one at its end': `https://evil.example/${right}`,
    'with the right one and another, by a space': `https://evil.example ${right}`,
    'with the right one and another, by a comma': `${right},https://evil.example`,
    'with a NUL after the right one': `${right}\0`,
    'with a space after the right one': `${right} `,
    'with a line break after the right one': `${right}\n`,
    'cut short': right.slice(0, -1),
    'of one character': right.slice(0, 1),
    'in capitals': right.toUpperCase(),
    // where the right one is read as a pattern
    'with other characters for its dots': right.replaceAll('.', 'x'),
    'with a slash after the right one': `${right}/`,
    'without TLS': right.replace(/^https:/, 'http:'),
    'at another port': `https://${host}:444`,
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== right));
}

/** What becomes the right text where it is made one. */
function shapes(right: string): Record<string, unknown> {
  return {
    'the right one in a list in a list': [[right]],
    'the right one in an object': { value: right },
    'the right one as a key': { [right]: true },
    'an object like a list of the right one': { 0: right, length: 1 },
  };
}

function lists(right: string): Record<string, unknown> {
  return {
    'the right one in a list': [right],
    'the right one before another': [right, 'https://evil.example'],
    'the right one behind another': ['https://evil.example', right],
  };
}

function inLists(texts: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(texts).map(([how, text]) => [`in a list, ${how}`, [text]]));
}
