import type { Credential } from '../exchange.ts';
import type { Property } from '../kinds/property.ts';
import { redeem, refreshTokenIn } from '../kit/clients/renewal.ts';
import { accessTokenOf } from '../kit/tokens/presented-token.ts';
import { claimsOf } from '../kit/tokens/readable.ts';
import { provenMs } from '../kit/windows/aftermath.ts';
import { acceptedFor, resolutionMs } from '../kit/windows/window.ts';
import type { Stage } from '../stage.ts';

type Seen = {
  readonly done: boolean;
  readonly status: number;
  readonly goodBefore: boolean;
  /** When the copy was last accepted after the logout, in ms; 0 when never. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
  /** When a refusal was first answered after that, in ms: it had ended by then. */
  readonly refusedMs: number;
  readonly watchedMs: number;
  /** Within what time its owner says that it ends. */
  readonly withinMs?: number;
  readonly renewedAfter: boolean | undefined;
  readonly selfContained: boolean;
  readonly transport: 'cookie' | 'bearer';
  /** Whether tokens may live longer where the server is not started for a run. */
  readonly shortLived: boolean;
  /** Whether somebody else, who did not log out, was still signed in: a server that refuses everybody revokes nothing. */
  readonly bystanderGood: boolean;
};

/** Where nothing else is declared: what notes of ended sign-ins lag behind in caches (5 s is usual) is no missing end. */
const undeclaredMs = 6_000;
const atOnceMs = 1_500;
const mostMs = 61_000;

export default {
  kind: 'property',
  id: 'revocation-on-logout',
  title: 'What a logout ends',
  question: 'Is a copy of the credential refused once its owner has logged out?',
  needs: { steps: ['logout'] },
  appliesTo: ({ protocol }) => protocol.steps.logout !== undefined || 'the description names no logout',

  async probe(stage) {
    const { victim, attacker, target } = stage;
    const declared = target.declared.revokesOnLogout;
    const withinMs = typeof declared === 'object' ? declared.withinMs : undefined;
    const [copy, bystander] = [await stage.signIn(victim), await stage.signIn(attacker)];
    const goodBefore = (await stage.whoAmI(copy)) === victim.id;
    const reply = await stage.perform('logout', { as: copy });
    const repliedMs = performance.now();
    const bystanderGood = (await stage.whoAmI(bystander)) === attacker.id;
    const watchedMs = Math.min(withinMs === undefined ? untilItsEnd(stage, copy) : withinMs + 1_000, mostMs);
    const lateMs = Math.round(performance.now() - repliedMs);
    let refusedMs: number | undefined;
    const window = await acceptedFor(stage, watchedMs, async () => {
      const isGood = (await stage.whoAmI(copy)) === victim.id;
      refusedMs = isGood ? undefined : (refusedMs ?? Math.round(performance.now() - repliedMs));
      return isGood;
    });
    const renews = target.protocol.steps.refresh && refreshTokenIn(copy) !== undefined;
    return {
      done: target.protocol.steps.logout?.ok.includes(reply.status) ?? false,
      status: reply.status,
      goodBefore,
      lastAcceptedMs: window.accepted === 0 ? 0 : Math.max(1, lateMs + window.lastAcceptedMs),
      refusedMs: refusedMs ?? 0,
      ended: window.ended,
      watchedMs,
      ...(withinMs !== undefined && { withinMs }),
      renewedAfter: renews ? (await redeem(stage, copy)) !== undefined : undefined,
      selfContained: target.traits.credential === 'self-contained',
      transport: target.traits.transport,
      shortLived: target.lifetimes.access !== target.configured.access,
      // once more at the end: who is down by then has ended nothing
      bystanderGood: bystanderGood && (await stage.whoAmI(await stage.signIn(attacker))) === attacker.id,
    };
  },

  read({
    done,
    status,
    goodBefore,
    lastAcceptedMs,
    refusedMs,
    ended,
    watchedMs,
    renewedAfter,
    bystanderGood,
    ...more
  }) {
    const { selfContained, shortLived, transport, withinMs = 0 } = more;
    if (!goodBefore) return { value: undefined, because: 'the copy was not good before the logout' };
    if (!done) return { value: undefined, because: `the logout was answered ${status}` };
    if (!bystanderGood) return { value: undefined, because: 'somebody who had not logged out was refused too' };
    if (ended && lastAcceptedMs > 0 && selfContained && shortLived && !renewedAfter)
      return {
        value: undefined,
        because: `a copy was last accepted ${lastAcceptedMs} ms after the logout, and what ended it may be a lifetime that is shortened for the run; where it is not, configuredTtlMs.access says so`,
      };
    if (!ended && watchedMs <= withinMs && !renewedAfter)
      return {
        value: undefined,
        because: `a copy was still accepted ${watchedMs} ms after the logout, for as long as was watched; it is declared to end within ${withinMs} ms`,
      };
    const endedWithinMs = ended ? roundUp(lastAcceptedMs) : null;
    const at = endedWithinMs === null ? 'not ended' : endedWithinMs === 0 ? 'at once' : `within ${endedWithinMs} ms`;
    const meets = ended && !renewedAfter;
    const references = ['ASVS 7.4.1', 'CWE-613', 'WSTG-SESS-06', ...(renewedAfter ? ['RFC 7009 §2.1'] : [])];
    const copy = ended
      ? `a copy was last accepted ${lastAcceptedMs} ms after the logout`
      : `a copy was still accepted ${watchedMs} ms after the logout, for as long as was watched`;
    return {
      value: { endedWithinMs, renewable: renewedAfter === true },
      shown: renewedAfter ? `${at}; refresh token not ended` : at,
      because:
        renewedAfter === undefined ? copy : `${copy}; its refresh token was ${renewedAfter ? 'redeemed' : 'refused'}`,
      level: {
        meets,
        severity: selfContained && !renewedAfter ? 'medium' : 'high',
        fix: meets ? '' : fixFor(selfContained, transport, renewedAfter === true),
        references,
      },
      // what its owner says of an end holds, unless it was seen to come sooner: a look that came late has not seen that
      learnt: {
        endsAtLogout: ended,
        lagsAtLogout: ended && (more.withinMs === undefined ? lastAcceptedMs : refusedMs) > provenMs / 2,
      },
    };
  },
  declared({ revokesOnLogout: said }) {
    if (said === undefined) return undefined;
    return typeof said === 'object' ? `within ${said.withinMs} ms` : said ? 'at once' : 'not ended';
  },
  keeps({ value }, { revokesOnLogout: said }) {
    if (said === false) return true;
    const within = value?.endedWithinMs ?? Number.POSITIVE_INFINITY;
    return within <= (typeof said === 'object' ? said.withinMs : 0) && !value?.renewable;
  },
} satisfies Property<Seen, Revoked>;

type Revoked = {
  /** Null where it was good for as long as was watched. */
  readonly endedWithinMs: number | null;
  readonly renewable: boolean;
};

/** A token that ends by itself meanwhile would seem to have been ended. */
function untilItsEnd({ target: { lifetimes } }: Stage, copy: Credential): number {
  const { exp } = claimsOf(accessTokenOf(copy)) ?? {};
  const { access = Number.POSITIVE_INFINITY, session = Number.POSITIVE_INFINITY } = lifetimes;
  const leftMs = typeof exp === 'number' ? exp * 1_000 - Date.now() : Math.min(access, session);
  return Math.max(atOnceMs, Math.min(undeclaredMs, leftMs - 2 * resolutionMs));
}

function roundUp(ms: number): number {
  return Math.ceil(ms / 500) * 500;
}

function fixFor(selfContained: boolean, transport: Seen['transport'], renewedAfter: boolean): string {
  if (renewedAfter) return 'End the refresh token at logout: until then a copy of it renews the sign-in.';
  if (selfContained)
    return 'Keep a list of ended tokens (by jti) until they expire, or let them live for minutes only.';
  return transport === 'cookie'
    ? 'Destroy the session on the server at logout: deleting the cookie leaves every copy good.'
    : 'Forget the token on the server at logout: that its client forgets it leaves every copy good.';
}
