import type { Attack, Judgement } from '../../kinds/attack.ts';
import { needed } from '../../kit/clients/needed.ts';
import { together } from '../../kit/evidence/together.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** How long after the login was sent its instance stood still. */
  readonly offsetMs: number;
  /** Whether the login was under way from before the end until after it, and signed its user in. */
  readonly overlapped: boolean;
  readonly done: boolean;
  /** Whether a sign-in from before the end was good when all was over. */
  readonly alive: boolean;
};

type Seen = { readonly rounds: readonly Round[] };

const oneWayMs = 15;
/** Half a way apart, over all the ways that a login goes to the store. */
const offsetsMs = Array.from({ length: 30 }, (_, i) => (i * oneWayMs) / 2);

export default {
  kind: 'attack',
  id: 'login-lifts-ending',
  title: 'A login that lifts the end of other sign-ins',
  question: 'Does a login that is under way while all sign-ins are ended bring those back that were there before?',
  goal: 'Keep a copied token, since its owner logs in on another device in the moment that ends all.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-362', 'CWE-613', 'ASVS 7.4.1', 'ASVS 7.4.2'],
  steps: [
    `The victim is signed in; the thief has a copy. Every byte to and from the store takes ${oneWayMs} ms.`,
    `The victim logs in at one instance, which stands still a moment later; from 0 to ${offsetsMs.at(-1)} ms, in ${offsetsMs.length} rounds.`,
    'At the other instance the victim asks for a logout everywhere. Then the first instance goes on, and the copy is used.',
  ],
  fix: 'Let no login write what takes an end back, and let the latest of several ends count.',
  controls: ['earliest-date-counts'],
  needs: {
    instances: 2,
    steps: ['logoutAll'],
    hooks: ['slowStore', 'freeze', 'thaw'],
    alone: 'process',
  },
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date' || 'a login writes nothing that sign-ins before it are judged by',
  expected: () => 'blocked',

  async attempt(stage) {
    const slow = needed(stage, 'slowStore');
    await slow(oneWayMs);
    try {
      const rounds: Round[] = [];
      for (const offsetMs of offsetsMs)
        if (!rounds.some(({ alive, done }) => alive && done)) rounds.push(await round(stage, offsetMs));
      return { rounds };
    } finally {
      await slow(0);
    }
  },

  judge({ rounds }): Judgement {
    const lifted = rounds.filter(({ done, alive }) => done && alive);
    const crossed = rounds.filter(({ done, overlapped }) => done && overlapped);
    const counts = { tries: rounds.length, successes: lifted.length };
    if (lifted.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a copy outlived a logout everywhere beside a login (of ${rounds.length} rounds the one of ${lifted[0]?.offsetMs} ms)`,
      };
    if (crossed.length === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no login was under way while all sign-ins were ended' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `every copy stayed ended, in ${rounds.length} rounds of which ${crossed.length} crossed`,
    };
  },
} satisfies Attack<Seen>;

async function round(stage: Stage, offsetMs: number): Promise<Round> {
  const { victim, target } = stage;
  const { username, password } = victim;
  const [freeze, thaw] = [needed(stage, 'freeze'), needed(stage, 'thaw')];
  const copy = await stage.signIn(victim, { instance: 0 });
  const device = await stage.signIn(victim, { instance: 0 });
  let isAnswered = false;
  // an instance that stood still may have given its store up meanwhile: that round crossed nothing
  const login = async () => {
    const { subject } = await stage.perform('login', {
      ...{ values: { username, password }, instance: 1, mayBeSilent: true },
    });
    isAnswered = true;
    return subject === victim.id;
  };
  const end = async () => {
    if (offsetMs > 0) await stage.wait(offsetMs);
    await freeze(1);
    const overlapped = !isAnswered;
    try {
      const { status } = await stage.perform('logoutAll', { as: device, instance: 0 });
      return { overlapped, done: target.protocol.steps.logoutAll?.ok.includes(status) ?? false };
    } finally {
      await thaw(1);
    }
  };
  const [isIn, { overlapped, done }] = await together(login(), end());
  return {
    offsetMs,
    overlapped: overlapped && isIn,
    done,
    alive: (await stage.whoAmI(copy, { instance: 0 })) === victim.id,
  };
}
