import type { Traits } from '../../../servers/scheme.ts';
import type { StageTarget } from '../../stage.ts';
import { longestAccessMs, shortestAccessMs } from '../windows/window.ts';

/** What a server holds itself to, by its traits, its settings and what its owner says. What is not known is absent. */
export interface ServerRules extends Pick<Traits, 'credential' | 'renewal'> {
  /** Whether what an ordinary request presents is good until its own end, whatever happens to its sign-in. */
  readonly statesItself: boolean;
  readonly idleMs?: number | undefined;
  readonly absoluteMs?: number | undefined;
  /** How long an access token is good for: at least, and at most. */
  readonly access?: { readonly leastMs: number; readonly mostMs: number } | undefined;
  readonly graceMs: number;
  /** Whether a logout ends the sign-in as far as the scheme can, and a spent token that comes again its family. */
  readonly logoutEnds: boolean;
  readonly reuseEnds: 'account' | 'family' | false;
  /** Whether a login leaves the other sign-ins of its account alone. */
  readonly signInsApart: boolean;
  /** How far what was seen of time may be from what the server saw. */
  readonly slackMs: number;
}

/** A clock that is moved takes the store and each instance a moment after the other, at every move. */
const slackMs = 2_000;
/** Nobody says how long a spent token of theirs is forgiven for: nothing that we send comes later than this. */
const unknownGraceMs = 600_000;

type Known = Pick<StageTarget, 'traits' | 'settings' | 'declared' | 'lifetimes'>;

export function serverRulesOf({ traits, settings, declared, lifetimes }: Known): ServerRules {
  const { credential, revocation, renewal } = traits;
  const access = { leastMs: shortestAccessMs(settings), mostMs: longestAccessMs(settings) };
  return {
    credential,
    statesItself: revocation === 'at-expiry',
    renewal,
    slackMs,
    idleMs: lifetimes.session ?? (renewal === 'rotation' ? (lifetimes.absolute ?? lifetimes.refresh) : undefined),
    absoluteMs: lifetimes.absolute ?? lifetimes.refresh,
    access: lifetimes.access === undefined ? undefined : access,
    graceMs: declared.graceMs ?? unknownGraceMs,
    logoutEnds: declared.revokesOnLogout === undefined || declared.revokesOnLogout === true,
    reuseEnds: endedByReuse(declared.reuse),
    signInsApart: declared.multipleSessions === true,
  };
}

function endedByReuse(reuse: Known['declared']['reuse'] = 'family'): ServerRules['reuseEnds'] {
  return reuse === 'account' || reuse === 'family' ? reuse : false;
}
