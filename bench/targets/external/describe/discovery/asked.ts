import type { RawAnswer } from '../../../../driver/answer.ts';
import type { Target } from '../../description.ts';
import { type Explorer, pathOf } from './explorer.ts';

type Step = Target['call'];

export interface Asked {
  /** With those that redirects added. */
  readonly steps: readonly [Step, ...Step[]];
  readonly path: string;
  readonly answer: RawAnswer;
}

const mostRedirects = 3;

/** What a few steps lead to, over redirects, in one conversation; undefined where they break off. */
export async function asked(explorer: Explorer, steps: readonly [Step, ...Step[]]): Promise<Asked | undefined> {
  let all = steps;
  for (let i = 0; i <= mostRedirects; i += 1) {
    // as pages send their forms (Fetch §3.1): some servers look at it
    const { turns } = await explorer.perform('login', { login: [...all], headers: { origin: '{{origin}}' } });
    const last = turns.at(-1);
    if (!last || turns.length < all.length) return undefined;
    const { answer } = last;
    const at = last.message.path;
    const to = [answer.headers.location ?? []].flat()[0];
    const next = to && answer.status >= 300 && answer.status < 400 ? pathOf(to, explorer.origin, at) : undefined;
    if (next === undefined) return { steps: all, path: at, answer };
    all = [...all, { path: next }] as [Step, ...Step[]];
  }
  return undefined;
}
