import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { median } from '../../kit/evidence/median.ts';
import { together } from '../../kit/evidence/together.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Of each request of a user: how many logins of others were answered while it waited for its own answer. */
  readonly overtaken: readonly number[];
  /** The same of requests without a credential, which need no thread: more than a few, and the machine held both up. */
  readonly ofVisitors: readonly number[];
  readonly logins: number;
};

const loginsAtOnce = 8;
const reads = 15;
/** Threads of libuv: where all of them hash, whoever wants one waits until as many hashes have ended. */
const threads = 4;
const mostOvertaken = 2;

export default {
  kind: 'attack',
  id: 'login-flood',
  title: 'Logins that hold up everybody else',
  question: 'Can somebody without an account keep those who are signed in waiting, with a handful of logins at once?',
  goal: 'Make the application unusable with few requests, which cost their sender nothing.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-400', 'CWE-770', 'API4:2023'],
  steps: [
    `${loginsAtOnce} logins with names that nobody has are kept under way; each costs the server a password hash.`,
    `Meanwhile a user makes ${reads} requests, one after another; counted is how many of those logins are answered while each waits.`,
    `Where all ${threads} threads hash, a request that needs one comes after at least as many logins. Nothing is judged by time.`,
    'After each of them a visitor without a credential asks the same, which needs no thread: where visitors wait as long, it was for want of a core.',
  ],
  fix: 'Limit how many passwords are hashed at once, so that a thread stays free for other requests. Let further logins wait, or refuse them.',
  controls: ['every-password-at-once'],
  // a hash is long beside a request, and yet short enough for a test
  needs: { optIn: 'cpu', alone: 'process', settings: { passwordCost: 14 } },
  appliesTo: ({ credential }) =>
    credential !== 'reference' || 'its requests need no thread that a password hash could hold',
  expected: () => 'blocked',

  async attempt(stage) {
    const as = await stage.signIn(stage.victim);
    const counted = { logins: 0 };
    const over = new AbortController();
    const [seen] = await together(
      read(stage, as, counted).finally(() => over.abort()),
      flood(stage, counted, over.signal),
    );
    return { ...seen, logins: counted.logins };
  },

  judge({ overtaken, ofVisitors, logins }): Judgement {
    const middle = median(overtaken);
    const machine = median(ofVisitors);
    const because = `while a request of a user waited, ${middle} logins of strangers were answered (median of ${overtaken.length}; ${logins} logins, ${loginsAtOnce} at once)`;
    if (logins < loginsAtOnce) return { outcome: 'inconclusive', because: `only ${logins} logins were answered` };
    if (middle <= mostOvertaken) return { outcome: 'blocked', because };
    const beside = `${because}, and ${machine} while a visitor did, who needs no thread`;
    const isHeld = middle >= threads && (machine <= mostOvertaken || alwaysOvertaken({ overtaken, ofVisitors }));
    return { outcome: isHeld ? 'succeeded' : 'inconclusive', because: machine > mostOvertaken ? beside : because };
  },
} satisfies Attack<Seen>;

/**
 * Whoever wants a thread waits for as many logins as there are threads, each time; whoever wants a core, now and then. All
 * but one of 15 requests beside at most half of 15 come about by chance in one case of 140 (Fisher's exact test).
 */
function alwaysOvertaken({ overtaken, ofVisitors }: Pick<Seen, 'overtaken' | 'ofVisitors'>): boolean {
  const often = (counts: readonly number[]) => counts.filter((count) => count >= threads).length;
  return often(overtaken) >= reads - 1 && often(ofVisitors) <= reads / 2;
}

interface Counted {
  logins: number;
}

async function read(stage: Stage, as: Credential, counted: Counted): Promise<Omit<Seen, 'logins'>> {
  // by then all of them are under way
  while (counted.logins < loginsAtOnce) await stage.wait(1);
  const [overtaken, ofVisitors]: [number[], number[]] = [[], []];
  for (let n = 0; n < reads; n += 1) {
    for (const [found, who] of [
      [overtaken, { as }],
      [ofVisitors, {}],
    ] as const) {
      const before = counted.logins;
      await stage.perform('me', who);
      found.push(counted.logins - before);
    }
  }
  return { overtaken, ofVisitors };
}

async function flood(stage: Stage, counted: Counted, over: AbortSignal): Promise<void> {
  const clients = Array.from({ length: loginsAtOnce }, async (_, client) => {
    const values = { username: `nobody-${client}`, password: 'a password of nobody' };
    while (!over.aborted) {
      await stage.perform('login', { values, unrecorded: true });
      counted.logins += 1;
    }
  });
  await together(...clients);
}
