import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Reply } from '../../exchange.ts';
import { cookiesSetBy } from '../clients/set-cookie.ts';

/** A text of an answer, and where in it it stands. */
export interface Told {
  readonly at: string;
  readonly text: string;
}

/**
 * Every text that an answer holds: headers, cookies by their names, members of its body by their paths, and what can be read
 * in the tokens among all these.
 */
export function toldBy({ headers, body, text }: Pick<Reply, 'headers' | 'body' | 'text'>): Told[] {
  const plain = [
    ...Object.entries(headers).flatMap(([name, value]) =>
      name === 'set-cookie' ? [] : [{ at: `header ${name}`, text: String(value) }],
    ),
    ...cookiesSetBy(headers).map(({ key, value }) => ({ at: `cookie ${key}`, text: value })),
    ...(text === undefined ? [] : [{ at: 'body', text }]),
    ...textsIn(body, 'body'),
  ];
  return [...plain, ...plain.flatMap(({ at, text: one }) => inTokens(one, at))];
}

/** The texts of a JSON value, by path. */
export function textsIn(value: unknown, at: string): Told[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, `${at}.${name}`));
}

function inTokens(text: string, at: string): Told[] {
  return (text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g) ?? []).flatMap((token) => {
    try {
      const parts = { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
      return textsIn(parts, `${at}, its token`);
    } catch {
      return [];
    }
  });
}
