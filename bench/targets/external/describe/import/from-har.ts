import { z } from 'zod';
import { BenchError } from '../../../../errors.ts';
import type { Recorded } from './recorded.ts';

const pairs = z.array(z.object({ name: z.string(), value: z.string() }));
const Har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: pairs.default([]),
          postData: z.object({ text: z.string().optional(), params: pairs.optional() }).optional(),
        }),
        response: z.object({ headers: pairs.default([]) }).optional(),
      }),
    ),
  }),
});

export interface FromHar {
  readonly recorded: readonly Recorded[];
  /** What the browser has left out of it, and how it is asked to leave it in. */
  readonly missing?: string;
}

/** @throws BenchError AB-E008 for what is no HTTP archive */
export function fromHar(data: unknown): FromHar {
  const parsed = Har.safeParse(data);
  if (!parsed.success) throw new BenchError('AB-E008', 'that is no HTTP archive: log.entries[].request is missing');
  const { entries } = parsed.data.log;
  const told = entries.flatMap(({ request, response }) => [...request.headers, ...(response?.headers ?? [])]);
  const hasSecrets = told.some(({ name }) => /^(cookie|set-cookie|authorization)$/i.test(name));
  return {
    recorded: entries.map(({ request: { method, url, headers, postData } }) => {
      const { text, params } = postData ?? {};
      const body =
        text ??
        (params && String(new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value]))));
      return {
        method,
        url,
        headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
        ...(body !== undefined && { body }),
      };
    }),
    ...(!hasSecrets && {
      missing:
        'the archive has no Cookie, Set-Cookie or Authorization: Chrome leaves them out. The two accounts show them anew; to have them in it, allow it in DevTools (Settings, Preferences, Network: generate HAR with sensitive data) and export again',
    }),
  };
}
