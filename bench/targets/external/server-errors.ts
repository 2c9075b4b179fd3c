import type { HttpRequest } from '../../../scenarios/exchange.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import type { StepName } from '../../../servers/scheme.ts';
import { SignInRefused } from '../stage.ts';
import type { External } from './described.ts';

/** What became of the requests of one step that anybody may make: with a right password, or a credential as it was handed out. */
export interface Asked {
  readonly step: StepName;
  readonly asked: number;
  /** Answers of 500 or above, but for those of a server that says it cannot answer now. */
  readonly failed: number;
  /** The first such status, and what was being done. */
  readonly status?: number;
  readonly cell?: string;
}

/** Counts answers to requests that are nobody's attack. Those that an attack has changed are for the attack to judge. */
export function serverErrors(users: External['users'], cell: () => string) {
  const seen = new Map<StepName, Asked>();
  const handedOut = new WeakSet<object>();
  const isOwn = (values: Readonly<Record<string, string>> = {}) =>
    users.some(({ username, password }) => values.username === username && values.password === password);
  const note = (step: StepName, status: number) => {
    const { asked = 0, failed = 0, ...first } = seen.get(step) ?? {};
    const isFailed = status >= 500 && ![501, 502, 503, 504, 505].includes(status);
    const now = isFailed && failed === 0 ? { status, cell: cell() } : first;
    seen.set(step, { ...now, step, asked: asked + 1, failed: failed + (isFailed ? 1 : 0) });
  };
  return {
    all: () => [...seen.values()],
    counting(stage: Stage): Stage {
      const plain = new WeakMap<HttpRequest, StepName>();
      const isPlain = (step: StepName, how: Parameters<Stage['perform']>[1] = {}) =>
        !how.headers && (step === 'login' ? isOwn(how.values) : how.as !== undefined && handedOut.has(how.as));
      return {
        ...stage,
        request(step, how) {
          const message = stage.request(step, how);
          if (typeof step === 'string' && isPlain(step, how)) plain.set(message, step);
          return message;
        },
        async perform(step, how) {
          const reply = await stage.perform(step, how);
          if (!isPlain(step, how)) return reply;
          note(step, reply.status);
          handedOut.add(reply.credential);
          return reply;
        },
        async signIn(user, how) {
          try {
            const credential = await stage.signIn(user, how);
            note('login', 200);
            handedOut.add(credential);
            return credential;
          } catch (error) {
            if (error instanceof SignInRefused && !how?.headers) note('login', error.status);
            throw error;
          }
        },
        async race(entries, how) {
          const replies = await stage.race(entries, how);
          for (const [i, { status }] of replies.entries()) {
            const step = entries[i] && plain.get(entries[i].request);
            if (step) note(step, status);
          }
          return replies;
        },
      };
    },
  };
}
