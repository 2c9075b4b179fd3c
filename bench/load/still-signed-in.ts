import type { Credential } from '../../scenarios/exchange.ts';
import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import { isRenewed } from '../../scenarios/kit/clients/renewal.ts';
import { accessTokenOf } from '../../scenarios/kit/tokens/presented-token.ts';
import { claimsOf } from '../../scenarios/kit/tokens/readable.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { answered } from '../cells/answered.ts';
import { inParallel } from '../machine/workers.ts';

/** A second is what `exp` cannot express, and one is for getting there. */
const marginMs = 2_000;
const atOnce = 8;

/**
 * Those whose access token or session would end in the next block of load renew it before, or sign in anew where there is
 * no renewal: a target is measured with the lifetimes that it has. A session may live on by being used; nobody knows.
 * @param most of them at once
 * @throws where nothing lives as long as the block: what is refused then says nothing of the server
 */
export async function stillSignedIn(
  { signedIn, step, cycle }: LoadScenario,
  stage: Stage,
  users: readonly VirtualUser[],
  blockMs: number,
  { now = Date.now, most = atOnce }: { readonly now?: () => number; readonly most?: number } = {},
): Promise<VirtualUser[]> {
  const { lifetimes, protocol } = stage.target;
  // whoever holds their credentials renews them
  if (users[0]?.held !== undefined) return [...users];
  if (!signedIn || cycle || step === 'login' || step === 'refresh') return [...users];
  const neededMs = blockMs + marginMs;
  const isToken = lifetimes.access !== undefined;
  const lifeMs = lifetimes.access ?? lifetimes.session;
  if (lifeMs !== undefined && lifeMs < neededMs) {
    const [what, name] = isToken ? ['access tokens', 'access'] : ['sessions', 'session'];
    throw new Error(`its ${what} live for ${lifeMs} ms (ttlMs.${name}), and a block of load takes ${blockMs} ms`);
  }
  const isGood = ({ credential, sinceMs }: VirtualUser) => endOf(credential, sinceMs, lifeMs) - now() >= neededMs;
  // whoever never signed in holds nothing that could have ended
  const kept = users.map((user) => ({ ...user, sinceMs: user.sinceMs ?? now() }));
  const ending = kept.filter((user) => !isGood(user));
  await inParallel(ending, Array(Math.min(most, atOnce)).fill(undefined), async (user) => {
    user.sinceMs = now();
    user.credential = protocol.steps.refresh
      ? await renewed(stage, user.credential)
      : await answered(() => stage.signIn(user.user, { unrecorded: true }));
  });
  if (ending.length > 0) stage.note(`${ending.length} of ${users.length} users renewed what they hold before a block`);
  return kept;
}

/** A token says it itself where it can be read. */
function endOf(credential: Credential, sinceMs = 0, lifeMs = Number.POSITIVE_INFINITY): number {
  const { exp } = claimsOf(accessTokenOf(credential)) ?? {};
  return typeof exp === 'number' ? exp * 1_000 : sinceMs + lifeMs;
}

async function renewed(stage: Stage, as: Credential): Promise<Credential> {
  const reply = await stage.perform('refresh', { as, unrecorded: true });
  if (!isRenewed(stage, reply)) throw new Error(`a renewal between two blocks was answered ${reply.status}`);
  return reply.credential;
}
