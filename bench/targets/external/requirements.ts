import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import type { LoadScenario } from '../../../scenarios/kinds/load.ts';
import { shortEnds } from '../../../scenarios/kit/windows/aftermath.ts';
import { longestWaitMs } from '../../../scenarios/kit/windows/window.ts';
import type { Protocol, StepName, Traits } from '../../../servers/scheme.ts';
import type { Described } from './described.ts';

/** Why an attack is not made on an external target: what it needs, and the target cannot or may not give. */
export function unmetNeedOf({ external, protocol, traits }: Described, { needs = {} }: Attack): string | undefined {
  const { hooks = [], hooksOfOurs = [], steps = [], settings = {}, optIn } = needs;
  if (needs.ourRoutes === true) return 'it knows the routes of our own servers, and would say nothing of others';
  if (needs.ourRoutes) return `it knows the routes of our own servers; of others, ${needs.ourRoutes} tells it`;
  if (hooks.includes('browser') && external.pages !== true)
    return `it is played in a browser: ${external.pages ?? 'none was looked for'}`;
  const closed = hooks.filter((hook) => hook !== 'mint' && hook !== 'browser');
  if (closed.length > 0) return `it reaches behind HTTP, which only our own servers offer (${closed.join(', ')})`;
  if (hooks.includes('mint') && !external.signingKey)
    return 'it signs tokens with the key of the server, and the description lends none (signingKey)';
  if (hooksOfOurs.includes('advance') && traits.revocation === 'at-expiry' && traits.renewal === 'none')
    return 'nothing ends there but by time, which can be made to pass for our own servers alone';
  if (needs.severalInstances) return 'it is about what several instances know of each other, and this target is one';
  const lacking = missingSteps(steps, protocol);
  if (lacking) return lacking;
  const asked = optIn ?? (needs.alone ? 'alone' : undefined);
  if (asked !== undefined && !external.description.optIn?.includes(asked))
    return `it disturbs others: it is made where the description allows it (optIn: ${asked})`;
  const same = needs.otherAlgorithms ? keyKindOf : (algorithm: string | undefined) => algorithm;
  const isBound = settings.algorithm !== undefined && needs.otherAlgorithms !== 'any';
  if (isBound && same(settings.algorithm) !== same(external.algorithm))
    return `it is about tokens under ${settings.algorithm}, and these are signed with ${external.algorithm ?? 'what is not known'}`;
  if (settings.loginFailures !== undefined) return 'it has to know how many failed logins are allowed';
  const { ttlMs = {} } = external.description;
  const { access } = ttlMs;
  const short = (ms: number | undefined) => ms !== undefined && ms <= longestWaitMs;
  // where an end is noticed at once, or never, no lifetime is waited for
  const isSeen = settings === shortEnds && traits.revocation === 'immediate' && external.lagsAtLogout === false;
  if (settings.absoluteMs !== undefined && !isSeen) {
    const unknown = endsOf(traits.renewal, ttlMs).filter(([, ms]) => !short(ms));
    if (unknown.length > 0)
      return `it waits for a sign-in to end, and no short lifetime is given (${unknown.map(([name]) => `ttlMs.${name}`).join(', ')})`;
  }
  if (settings.accessMs !== undefined && traits.revocation === 'at-expiry' && !short(access))
    return 'it waits for an access token to end, and no short lifetime is given (ttlMs.access)';
  return undefined;
}

/** RFC 7518 §3.1 and RFC 8037 §3.1: RS and PS have the same keys. */
function keyKindOf(algorithm: string | undefined): string | undefined {
  return algorithm
    ?.replace(/^(RS|PS)\d+$/, 'RSA')
    .replace(/^ES\d+K?$/, 'EC')
    .replace(/^Ed\w+$/, 'OKP');
}

/** The lifetimes that end a sign-in: silence and the absolute end are two, and one that slides without the second never ends by itself. */
function endsOf(renewal: Traits['renewal'], { access, session, refresh, absolute }: Lifetimes) {
  if (renewal === 'none') return [['access', access ?? session]] as const;
  if (renewal !== 'sliding') return [['refresh', absolute ?? refresh]] as const;
  return [
    ['session', session],
    ['absolute', absolute],
  ] as const;
}

/** What the description calls steps otherwise; those that it cannot name are of our own servers alone. */
const described: Partial<Record<StepName, string>> = {
  visit: 'visit',
  refresh: 'refresh',
  logout: 'logout',
  logoutAll: 'logoutAll',
  password: 'password',
  disable: 'disable',
  enable: 'enable',
  transfer: 'transfer',
  effect: 'effect',
  slow: 'slowWrite',
};

/** @param steps of which a list needs one alone */
export function missingSteps(
  steps: readonly (StepName | readonly StepName[])[],
  protocol: Protocol,
): string | undefined {
  const missing = steps.map((step) => [step].flat()).filter((some) => some.every((step) => !protocol.steps[step]));
  const ours = missing.flat().filter((step) => !described[step]);
  if (ours.length > 0) return `it needs a step that only our own servers have (${ours.join(', ')})`;
  const names = missing.map((some) => some.map((step) => `'${described[step]}'`).join(' or '));
  return names.length > 0 ? `the description names no step ${names.join(', ')}` : undefined;
}

/** Why a load is not put on an external target: the generator writes one request at a time, in plain HTTP/1.1. */
export function unmetLoadNeed({ external, protocol }: Described, { step, cycle }: LoadScenario): string | undefined {
  if (cycle) return 'a mix of steps needs lifetimes that only our own servers tell';
  const asked = protocol.steps[step];
  if (!asked) return `the description names no step ${step}`;
  if (asked.before) return `its ${step} is ${asked.before.length + 1} requests, and load is made of single ones`;
  return external.description.origin.startsWith('https:')
    ? 'load is made in plain HTTP, and its origin is https'
    : undefined;
}
