import type { RawAnswer } from '../../../../driver/answer.ts';
import { type Explorer, pathOf } from './explorer.ts';

export interface PageBehind {
  readonly path: string;
  readonly answer: RawAnswer;
}

const mostRedirects = 5;

/** The page that an address leads to, over redirects within its origin; undefined where there is none. */
export async function pageBehind(explorer: Explorer, path: string): Promise<PageBehind | undefined> {
  let at = path;
  for (let i = 0; i <= mostRedirects; i += 1) {
    const answer = await explorer.get(at);
    const to = [answer.headers.location ?? []].flat()[0];
    if (answer.status === 200) return { path: at, answer };
    const next = answer.status >= 300 && answer.status < 400 && to ? pathOf(to, explorer.origin, at) : undefined;
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}
