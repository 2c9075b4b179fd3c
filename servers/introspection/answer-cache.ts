import { digest } from '../digest.ts';
import type { Introspection } from './introspection.ts';

type Active = Extract<Introspection, { active: true }>;

/** What one instance remembers of tokens that were good a moment ago. */
export interface AnswerCache {
  get(token: string): Active | undefined;
  /** @param askedMs when it was asked for: an answer that was long under way is as old as its question */
  note(token: string, answer: Introspection, askedMs: number): void;
  drop(token: string): void;
}

const most = 10_000;

/** Of refusals nothing is kept: whoever invents tokens would fill it. */
export function answerCache(lagMs: number): AnswerCache {
  /** In the order in which they came: a Map keeps the order of insertion. */
  const known = new Map<string, { readonly answer: Active; readonly until: number }>();
  return {
    get(token) {
      const entry = known.get(digest(token));
      return entry && entry.until > Date.now() ? entry.answer : undefined;
    },
    note(token, answer, askedMs) {
      // by the whole token: two that begin alike are two
      const key = digest(token);
      known.delete(key);
      if (!answer.active) return;
      known.set(key, { answer, until: Math.min(askedMs + lagMs, answer.exp * 1_000) });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
    drop(token) {
      known.delete(digest(token));
    },
  };
}
