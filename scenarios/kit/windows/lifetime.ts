import type { Settings } from '../../../servers/settings.ts';
import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { isRenewed, redeem } from '../clients/renewal.ts';
import { type Age, ageAt, isBefore, type Span, timed } from './age.ts';

/** Lifetimes that end while a scenario watches. They keep their order, and silence ends a session before its absolute end. */
export const shortLives = {
  idleMs: 1_500,
  absoluteMs: 4_000,
  accessMs: 2_000,
  lagMs: 300,
} as const satisfies Partial<Settings>;

/** Ages at which a silent sign-in is used, in shares of the idle time; one that silence does not end lives twice as long. */
const shares = [0.2, 0.4, 0.6, 0.8, 1.2, 1.4, 1.6, 1.8, 2];

/**
 * How old a sign-in may grow without being used: sign-ins that begin together are each used once, at growing ages up to
 * twice the idle time. Its use is what keeps it alive: a renewal where there is one.
 */
export function useOnceAtEachAge(stage: Stage, user: User): Promise<(Age & { readonly accepted: boolean })[]> {
  const isGood = async (held: Credential) =>
    stage.target.protocol.steps.refresh
      ? (await redeem(stage, held)) !== undefined
      : (await stage.whoAmI(held)) === user.id;
  return Promise.all(
    shares.map(async (share) => {
      const { value: held, span: signedIn } = await timed(() => stage.signIn(user));
      await stage.wait(share * stage.target.settings.idleMs);
      const { value: accepted, span: used } = await timed(() => isGood(held));
      return { ...ageAt(signedIn, used), accepted };
    }),
  );
}

/** A sign-in that somebody goes on with. */
export interface Origin {
  readonly signedIn: Span;
  /** When what they hold was handed out, where that was later. */
  readonly got?: Span;
}

/** What became of a sign-in that was used again and again. */
export interface Kept {
  readonly uses: number;
  /** How old the sign-in was at least at the last use that was accepted; 0 where none was. */
  readonly lastAcceptedMs: number;
  /** The refusal that ended it; absent where it was good until the bound. */
  readonly refusal?: Refusal;
}

export type Refusal = {
  /** How old the sign-in was. */
  readonly age: Age;
  /** How long it had not been used for. */
  readonly silence: Age;
};

interface Keeping {
  readonly everyMs: number;
  readonly boundMs: number;
  readonly use: () => Promise<boolean>;
  readonly inARow?: number;
  readonly now?: () => number;
}

/**
 * Uses a sign-in every so often until it is refused, or accepted when it is older than `boundMs` for certain.
 * @param use whether it was accepted once more
 * @param inARow so many refusals end it: of any one, instances may think differently
 */
export async function keepUsing(
  stage: Pick<Stage, 'wait'>,
  { signedIn, got = signedIn }: Origin,
  { everyMs, boundMs, use, inARow = 1, now = () => performance.now() }: Keeping,
): Promise<Kept> {
  let lastUse = got;
  let uses = 0;
  let lastAcceptedMs = 0;
  let refusals: Refusal[] = [];
  for (;;) {
    const { value: accepted, span } = await timed(use, now);
    const age = ageAt(signedIn, span);
    if (accepted) {
      uses += 1;
      lastAcceptedMs = age.leastMs;
      lastUse = span;
      refusals = [];
      if (age.leastMs > boundMs) return { uses, lastAcceptedMs };
    } else {
      refusals.push({ age, silence: ageAt(lastUse, span) });
      const [refusal] = refusals;
      if (refusal && refusals.length === inARow) return { uses, lastAcceptedMs, refusal };
    }
    await stage.wait(everyMs);
  }
}

/** The same with renewals, each with what the last answer gave. @returns also what was held at the end */
export async function keepRenewing(
  stage: Stage,
  from: Credential,
  origin: Origin,
  everyMs: number,
  boundMs: number,
): Promise<Kept & { readonly newest: Credential }> {
  let newest = from;
  const kept = await keepUsing(stage, origin, {
    everyMs,
    boundMs,
    use: async () => {
      const reply = await stage.perform('refresh', { as: newest });
      if (!isRenewed(stage, reply)) return false;
      newest = reply.credential;
      return true;
    },
  });
  return { ...kept, newest };
}

/** Whether silence may have been what ended it: the machine was too slow to use it in time. */
export function fellSilent({ refusal }: Pick<Kept, 'refusal'>, idleMs: number): boolean {
  return refusal !== undefined && !isBefore(refusal.silence, idleMs);
}
