import type { Credential, How, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { mangled } from '../../kit/clients/population.ts';
import { isRenewed, redeem } from '../../kit/clients/renewal.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import { recovered } from '../../kit/windows/outage.ts';
import type { Stage } from '../../stage.ts';

type Answer = {
  readonly outage: 'frozen' | 'killed';
  readonly step: 'me' | 'refresh' | 'login' | 'logout';
  /** `none`: of a visitor, about whom there is nothing to look up. */
  readonly credential: 'valid' | 'ended' | 'garbage' | 'none';
  readonly status: number;
  readonly ms: number;
  /** What a request took beside it that asks no store: how fast the machine was. */
  readonly paceMs: number;
  /** Whether the answer spoke for somebody. */
  readonly spoke: boolean;
};

type Seen = {
  readonly answers: readonly Answer[];
  /** Whether the ended credential was refused as long as the store was up: else its acceptance would say nothing. */
  readonly endedBefore: boolean;
  /** Whether the valid credential was good again after the freeze: a refresh token must not be spent by a renewal that failed. */
  readonly survived: boolean;
};

/** Longer than this, and waiting requests pile up until the outage of the store is one of the servers. */
const slowMs = 1_500;
/** What hung is asked again, so that it counts where it hung each time. */
const mostTries = 3;

export default {
  kind: 'attack',
  id: 'store-down-fail-mode',
  title: 'Outage of the store',
  question: 'When the store is away, do the servers fail closed, at once, and without harm to who is signed in?',
  goal: 'Be let in while nobody can look up that they must not be.',
  precondition: 'fault',
  severity: 'high',
  references: ['CWE-636', 'ASVS 16.5.2', 'ASVS 16.5.3'],
  steps: [
    'The victim signs in twice and ends one of the sign-ins.',
    'The store is frozen, so that connections stay open and nothing answers; the valid, the ended and an invented credential ask who they are, renew, and log out; so does a visitor without any; somebody logs in.',
    'The store goes on; the valid credential is used again.',
    'The store is killed; the same is asked again; it is started empty.',
  ],
  fix: 'Refuse at once with 503 what needs the store while it is away, and spend no refresh token then. Serve visitors without asking it.',
  controls: ['outage-answered-from-memory', 'visitors-ask-store'],
  needs: {
    alone: 'process',
    hooks: ['freezeStore', 'thawStore', 'killStore', 'restartStore'],
    settings: withoutLag,
  },
  appliesTo: ({ store }) => store !== 'never' || 'the servers ask no store',
  expected: () => 'blocked',

  async attempt(stage) {
    const { freezeStore, thawStore, killStore, restartStore } = stage.hooks;
    if (!freezeStore || !thawStore || !killStore || !restartStore) throw new Error('the store is not ours to break');
    const valid = await stage.signIn(stage.victim);
    const ended = await stage.signIn(stage.victim);
    await stage.whoAmI(valid);
    await stage.whoAmI(ended);
    await stage.perform('logout', { as: ended });
    const endedBefore = (await statefulUse(stage, ended)) === undefined;
    const held = { valid, ended, garbage: mangled(valid), none: {} };

    await freezeStore();
    const frozen = await ask(stage, 'frozen', held);
    await thawStore();
    await recovered(stage);
    const survived = (await statefulUse(stage, valid)) !== undefined;

    await killStore();
    const killed = await ask(stage, 'killed', held);
    await restartStore();
    await recovered(stage);
    return { answers: [...frozen, ...killed], endedBefore, survived };
  },

  judge({ answers, endedBefore, survived }, { traits }): Judgement {
    // An access token is good without the store, and ended only by its age.
    const needsStore = ({ step }: Answer) => step !== 'me' || traits.store !== 'renewal';
    const wrong = answers.filter((one) => one.spoke && needsStore(one) && one.credential !== 'valid');
    const wrongly = [
      ...wrong,
      ...answers.filter(({ spoke, credential }) => spoke && (credential === 'garbage' || credential === 'none')),
    ];
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    const counts = { tries: answers.length, successes: new Set(wrongly).size };
    const [first] = wrongly;
    if (!endedBefore)
      return { ...counts, outcome: 'inconclusive', because: 'the ended credential still worked before the outage' };
    if (first)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${counts.successes} of ${answers.length} requests were let in that should not have been, the first by ${first.step} with the ${first.credential} credential while the store was ${first.outage}`,
      };
    if (answers.some(({ paceMs }) => paceMs > slowMs))
      return { ...counts, outcome: 'inconclusive', because: 'requests that ask no store were slow too' };
    if (answers.some(isHung))
      return {
        ...counts,
        outcome: 'succeeded',
        because: `requests hung for up to ${slowest} ms, or were never answered`,
      };
    const visitors = answers.filter(({ credential, status }) => credential === 'none' && status >= 500);
    if (visitors.length > 0)
      return {
        ...counts,
        successes: visitors.length,
        outcome: 'succeeded',
        because: `the outage reached ${visitors.length} requests of visitors without a credential, about whom the store knows nothing (first: ${visitors[0]?.step}, ${visitors[0]?.status})`,
      };
    if (!survived)
      return { ...counts, outcome: 'succeeded', because: 'an outage that passed cost the victim the sign-in' };
    const crashed = answers.filter(({ status }) => status >= 500 && status !== 503);
    if (crashed.length > 0)
      return {
        ...counts,
        outcome: 'blocked-by-crash',
        because: `${crashed.length} requests were answered with a server error other than 503`,
      };
    const served = answers.filter(({ spoke }) => spoke).length;
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${answers.length} requests were let in wrongly; ${served} were served without the store, the others refused within ${slowest} ms; the sign-in survived`,
    };
  },
} satisfies Attack<Seen>;

/** An answer, and that to a request that asks no store, sent at the same time. */
type Paced = readonly [Reply, Reply];

function timesOf([{ status, ms }, pace]: Paced): Pick<Answer, 'status' | 'ms' | 'paceMs'> {
  return { status, ms: Math.round(ms), paceMs: Math.round(pace.ms) };
}

function isHung({ status, ms, paceMs }: Pick<Answer, 'status' | 'ms' | 'paceMs'>): boolean {
  return status === 0 || ms - paceMs > slowMs;
}

/** How much longer it took than what asks no store; without an answer, for ever. */
function beyondPace([reply, pace]: Paced): number {
  return reply.status === 0 ? Number.POSITIVE_INFINITY : reply.ms - pace.ms;
}

const unbound = { method: 'GET', path: '/healthz', headers: { host: 'auth.test' } };

async function ask(stage: Stage, outage: Answer['outage'], held: Readonly<Record<Answer['credential'], Credential>>) {
  const answers: Answer[] = [];
  const note = (step: Answer['step'], credential: Answer['credential'], paced: Paced, spoke: boolean) =>
    answers.push({
      outage,
      step,
      credential,
      spoke,
      ...timesOf(paced),
    });
  const perform = async (step: Answer['step'], how: How): Promise<Paced> => {
    const tries: Paced[] = [];
    // a machine that was busy elsewhere is so once; a server that waits for its store waits each time
    while (tries.length < mostTries) {
      const paced = await Promise.all([stage.perform(step, { ...how, mayBeSilent: true }), stage.send(unbound)]);
      if (!isHung(timesOf(paced))) return paced;
      tries.push(paced);
    }
    const lettingIn = tries.filter(([{ status }]) => status >= 200 && status < 300);
    const telling = lettingIn.length > 0 ? lettingIn : tries;
    return telling.reduce((best, one) => (beyondPace(one) < beyondPace(best) ? one : best));
  };
  for (const credential of ['valid', 'ended', 'garbage', 'none'] as const) {
    const as = held[credential];
    const me = await perform('me', { as });
    const [{ status, subject }] = me;
    note('me', credential, me, stage.target.protocol.steps.me.ok.includes(status) && subject !== undefined);
    if (!stage.target.protocol.steps.refresh) continue;
    const renewal = await perform('refresh', { as });
    note('refresh', credential, renewal, isRenewed(stage, renewal[0]));
  }
  const { username, password } = stage.victim;
  const login = await perform('login', { values: { username, password } });
  note('login', 'valid', login, stage.target.protocol.steps.login.ok.includes(login[0].status));
  note('logout', 'garbage', await perform('logout', { as: held.garbage }), false);
  return answers;
}

/** Whom the part of a credential speaks for that the store knows. */
async function statefulUse(stage: Stage, held: Credential): Promise<string | undefined> {
  const current = stage.target.protocol.steps.refresh ? await redeem(stage, held) : held;
  return current && stage.whoAmI(current);
}
