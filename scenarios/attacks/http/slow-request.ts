import type { Attack, Judgement } from '../../kinds/attack.ts';
import { together } from '../../kit/evidence/together.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** For how long each connection was held, and whether it was when the watch ended. */
  readonly held: readonly { readonly way: string; readonly ms: number; readonly isHeld: boolean }[];
  /** How long others were served in at the slowest meanwhile: a machine that stands still ends nothing in time. */
  readonly slowestMs: number;
};

/** Servers that have a limit at all have one below this, those of ours half of it. */
const watchMs = 22_000;
const everyMs = 1_000;
const stillMs = 3_000;

export default {
  kind: 'attack',
  id: 'slow-request',
  title: 'Connections held by requests that never end',
  question:
    'Does a client that sends the beginning of a request, and no more, hold a connection for as long as it likes?',
  goal: 'Take all connections of a server with few bytes (Slowloris).',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-400', 'CWE-770', 'ASVS 13.2.6', 'RFC 9110 §15.5.9'],
  steps: [
    'Connections are opened, each with the beginning of a request: headers without an end, and a body that is announced and never comes.',
    `They are watched for ${watchMs / 1_000} s, while somebody asks who they are every second: the server must end each.`,
  ],
  fix: 'Give headers and body of every request a deadline of some seconds, and close the connection that misses it.',
  controls: ['slow-clients-never-ended'],
  needs: { optIn: 'alone', waitMs: watchMs },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const asked = await stage.signIn(stage.victim);
    const watched = Object.entries(beginnings(stage)).map(async ([way, bytes]) => {
      const start = performance.now();
      const { statuses, closed } = await stage.raw(bytes, { mayBeSilent: true, patienceMs: watchMs });
      const isHeld = statuses.length === 0 && !closed;
      return { way, ms: Math.round(performance.now() - start), isHeld };
    });
    const slowest = async () => {
      let slowestMs = 0;
      for (let ms = 0; ms < watchMs; ms += everyMs) {
        const start = performance.now();
        await stage.whoAmI(asked);
        slowestMs = Math.max(slowestMs, Math.round(performance.now() - start));
        await stage.wait(everyMs);
      }
      return slowestMs;
    };
    const [held, slowestMs] = await together(together(...watched), slowest());
    return { held, slowestMs };
  },

  judge({ held, slowestMs }): Judgement {
    const open = held.filter(({ isHeld }) => isHeld);
    const counts = { tries: held.length, successes: open.length };
    const [first] = open;
    if (first && slowestMs > stillMs)
      return { ...counts, outcome: 'inconclusive', because: `the server stood still for ${slowestMs} ms meanwhile` };
    if (first)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${open.length} of ${held.length} connections were still held after ${watchMs / 1_000} s (first: ${first.way})`,
      };
    const longest = Math.ceil(Math.max(...held.map(({ ms }) => ms)) / 1_000);
    return {
      ...counts,
      outcome: 'blocked',
      because: `${held.length} of ${held.length} connections were ended, within ${longest} s`,
    };
  },
} satisfies Attack<Seen>;

function beginnings(stage: Stage): Readonly<Record<string, string>> {
  const { method, path, headers } = stage.request('login', { values: { username: 'nobody', password: 'none' } });
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${headers.host}\r\n`;
  const lines = Object.entries(headers).flatMap(([name, value]) => (name === 'host' ? [] : `${name}: ${value}\r\n`));
  return {
    'headers without an end': `${head}X-Pad: `,
    'a body that never comes': `${head}${lines.join('')}Content-Length: 100\r\n\r\n{`,
  };
}
