import type { Reply } from '../../../scenarios/exchange.ts';

/** An answer that says of itself that it did nothing; an app that always sends an error names none where there is none. */
export function looksRefused({ body, headers, text = '' }: Reply): boolean {
  const inBody = body === undefined ? text.slice(0, 2_000) : JSON.stringify(body, (_key, value) => value || undefined);
  return /"?error"?\s*[:=]/i.test(`${inBody ?? ''} ${headers.location ?? ''}`);
}
