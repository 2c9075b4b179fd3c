import type { Credential, Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { needed } from '../../kit/clients/needed.ts';
import { isRenewed, redeem } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import { timed } from '../../kit/windows/age.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Stage } from '../../stage.ts';

type Event = 'logoutAll' | 'password' | 'disable';

type Round = {
  readonly event: Event;
  /** How long after the request the event was asked for; negative where it came first. */
  readonly offsetMs: number;
  /** Whether the one was under way while the other was. */
  readonly overlapped: boolean;
  readonly done: boolean;
  /** Whether the sign-in, or what the late answer handed out, was good when all was over. */
  readonly alive: boolean;
};

type Seen = { readonly rounds: readonly Round[] };

const oneWayMs = 15;
/** Half a way apart, over all the ways that a renewal goes to the store: in one of these rounds the event falls between any two. */
const offsetsMs = Array.from({ length: 12 }, (_, i) => (i - 3) * oneWayMs);
const slowMs = 250;

export default {
  kind: 'attack',
  id: 'ending-resurrection',
  title: 'Resurrection when all sign-ins are ended',
  question: 'Does a renewal or a request outlive the event that ends all sign-ins, because it was under way?',
  goal: 'Keep a stolen sign-in beyond a changed password, a logout everywhere, or a disabled account.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-362', 'CWE-367', 'ASVS 7.4.2', 'ASVS 7.4.3', 'ASVS 7.5.2', 'RFC 9700 §4.14.2'],
  steps: [
    `Every byte to and from the store takes ${oneWayMs} ms. The thief renews, or asks for a slow page where nothing is renewed.`,
    `Meanwhile, at another instance, the owner logs out everywhere or changes the password on another device, or an administrator disables the account; from ${-(offsetsMs[0] ?? 0)} ms before to ${offsetsMs.at(-1)} ms after the renewal was asked for.`,
    'A disabled account is enabled again. Then what the thief had, and what the late answer gave them, is tried.',
  ],
  fix: 'Let no request under way write an ended sign-in back: change it in one atomic step, only where it still exists. End its renewed tokens with it.',
  controls: [
    'store-update-revives',
    'renewal-revives-family',
    'late-request-lifts-denial',
    'late-request-writes-token-back',
    'late-request-restores-date',
  ],
  needs: { instances: 2, steps: ['password'], hooks: ['slowStore'], alone: 'server', settings: withoutLag },
  appliesTo: ({ store, behind }) =>
    behind
      ? 'what is asked of another server writes nothing late: bff-logout-race tries what does, the renewal of tokens'
      : store !== 'never' || 'nothing is kept on the server that could come back',
  expected: () => 'blocked',

  async attempt(stage) {
    const slow = needed(stage, 'slowStore');
    const boss = await stage.signIn(stage.admin);
    const passwords = new Map<string, string>();
    await slow(oneWayMs);
    try {
      const rounds: Round[] = [];
      // what ends all sign-ins of a person leaves those of others: each event has somebody of its own
      for (const offsetMs of offsetsOf(stage)) {
        const events = (['logoutAll', 'password', 'disable'] as const).map((event, i) =>
          round(stage, event, offsetMs, stage.user(3 + i), boss, passwords),
        );
        rounds.push(...(await together(...events)));
      }
      return { rounds };
    } finally {
      await slow(0);
    }
  },

  judge({ rounds }): Judgement {
    const crossed = rounds.filter(({ overlapped, done }) => overlapped && done);
    const [first, ...others] = rounds.filter(({ done, alive }) => done && alive);
    const counts = { tries: rounds.length, successes: first ? 1 + others.length : 0 };
    if (first)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a sign-in outlived what ended it in ${counts.successes} of ${rounds.length} rounds (first: ${first.event}, ${when(first.offsetMs)})`,
      };
    const missed = (['logoutAll', 'password', 'disable'] as const).filter(
      (event) => !crossed.some((one) => one.event === event),
    );
    if (missed.length > 0)
      return { ...counts, outcome: 'inconclusive', because: `no request was under way beside: ${missed.join(', ')}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `every sign-in stayed ended, in ${rounds.length} rounds of which ${crossed.length} crossed`,
    };
  },
} satisfies Attack<Seen>;

function when(offsetMs: number): string {
  return `asked for ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? 'before' : 'after'} it`;
}

/** A slow page is under way for certain; a renewal is a few ways to the store long. */
function offsetsOf({ target: { protocol } }: Stage): readonly number[] {
  return protocol.steps.refresh ? offsetsMs : [slowMs / 2];
}

async function round(
  stage: Stage,
  event: Event,
  offsetMs: number,
  user: User,
  boss: Credential,
  passwords: Map<string, string>,
): Promise<Round> {
  const password = passwords.get(user.id) ?? user.password;
  const [stolen, device] = [await signIn(stage, user, password), await signIn(stage, user, password)];
  const next = `${user.password} after ${offsetMs} ms`;
  const after = async (waitMs: number, act: () => Promise<Reply>) => {
    if (waitMs > 0) await stage.wait(waitMs);
    return timed(act);
  };
  const [late, ending] = await together(
    after(-offsetMs, () =>
      stage.target.protocol.steps.refresh
        ? stage.perform('refresh', { as: stolen, instance: 0 })
        : stage.perform('slow', { as: stolen, instance: 0, values: { ms: String(slowMs) } }),
    ),
    after(offsetMs, () =>
      event === 'disable'
        ? stage.perform('disable', { as: boss, instance: 1, values: { id: user.id } })
        : stage.perform(event, { as: device, instance: 1, values: { password, next } }),
    ),
  );
  const done = stage.target.protocol.steps[event]?.ok.includes(ending.value.status) ?? false;
  if (done && event === 'password') passwords.set(user.id, next);
  if (done && event === 'disable') await stage.perform('enable', { as: boss, values: { id: user.id } });
  return {
    event,
    offsetMs,
    overlapped: late.span.sentMs < ending.span.answeredMs && ending.span.sentMs < late.span.answeredMs,
    done,
    alive: await isAlive(stage, stolen, late.value),
  };
}

function signIn(stage: Stage, user: User, password: string): Promise<Credential> {
  return stage.signIn({ ...user, password });
}

async function isAlive(stage: Stage, stolen: Credential, late: Reply): Promise<boolean> {
  if (!stage.target.protocol.steps.refresh)
    return (await stage.whoAmI(stolen)) !== undefined || (await stage.whoAmI(late.credential)) !== undefined;
  const successor = isRenewed(stage, late) ? await redeem(stage, late.credential) : undefined;
  return successor !== undefined || (await redeem(stage, stolen)) !== undefined;
}
