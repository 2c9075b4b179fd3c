import type { Settings } from '../../servers/settings.ts';
import { isRenewed, redeem } from '../clients/renewal.ts';
import type { Credential, Stage, User } from '../stage.ts';

/** Lifetimes that end while a scenario watches. They keep their order, and silence ends a session before its absolute end. */
export const shortLives = {
  idleMs: 1_500,
  absoluteMs: 4_000,
  accessMs: 2_000,
} as const satisfies Partial<Settings>;

const everyMs = 250;

/**
 * How old a sign-in may grow without being used: sign-ins that begin together are each used once, at ages of a
 * quarter second apart, up to past the idle time. Its use is what keeps it alive: a renewal where there is one.
 * @returns the age in ms at which each was tried, and whether it was accepted
 */
export async function useOnceAtEachAge(stage: Stage, user: User): Promise<{ ageMs: number; accepted: boolean }[]> {
  const isGood = async (held: Credential) =>
    stage.target.protocol.steps.refresh
      ? (await redeem(stage, held)) !== undefined
      : (await stage.whoAmI(held)) === user.id;
  const ages: number[] = [];
  for (let ageMs = everyMs; ageMs <= stage.target.settings.idleMs + 2 * everyMs; ageMs += everyMs) ages.push(ageMs);
  return Promise.all(
    ages.map(async (wishedMs) => {
      const held = await stage.signIn(user);
      const start = performance.now();
      await stage.wait(wishedMs);
      const ageMs = Math.round(performance.now() - start);
      return { ageMs, accepted: await isGood(held) };
    }),
  );
}

export interface Renewing {
  readonly renewals: number;
  /** When the last renewal that was accepted was asked for, from the call on. */
  readonly lastAcceptedMs: number;
  /** Whether a renewal was refused before `boundMs`. */
  readonly ended: boolean;
  /** What was held at the end. */
  readonly newest: Credential;
}

/** Renews again and again, each time with what the last answer gave, until one is refused or `boundMs` are over. */
export async function keepRenewing(
  stage: Stage,
  from: Credential,
  everyMs: number,
  boundMs: number,
): Promise<Renewing> {
  const start = performance.now();
  let newest = from;
  let renewals = 0;
  let lastAcceptedMs = 0;
  for (;;) {
    const askedMs = Math.round(performance.now() - start);
    if (askedMs > boundMs) return { renewals, lastAcceptedMs, ended: false, newest };
    const reply = await stage.perform('refresh', { as: newest });
    if (!isRenewed(stage, reply)) return { renewals, lastAcceptedMs, ended: true, newest };
    newest = reply.credential;
    renewals += 1;
    lastAcceptedMs = askedMs;
    await stage.wait(everyMs);
  }
}
