import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { Credential } from '../../../scenarios/exchange.ts';
import type { Finding, Learnt } from '../../../scenarios/kinds/property.ts';
import { kindOf } from '../../../scenarios/kit/tokens/credential-kind.ts';
import type { CredentialSpec } from '../../../servers/scheme.ts';
import type { Described } from './described.ts';

/**
 * What a login shows: a credential that states claims is not looked up anywhere. A JSON Web Token is an access token
 * wherever it travels, and attacks on tokens look for it under that role.
 */
export function withKinds(known: Described, held: Credential): Described {
  const { protocol, traits } = known;
  const isToken = (name: string) => Object.values(held[name]?.values ?? {}).some((value) => kindOf(value) === 'JWT');
  const credentials = Object.fromEntries(
    Object.entries(protocol.credentials).map(([name, spec]): [string, CredentialSpec] => [
      name,
      spec.role === 'session' && isToken(name) ? { ...spec, role: 'access' } : spec,
    ]),
  );
  const states = protocol.steps.me.carries.some((name) => credentials[name]?.role === 'access' && isToken(name));
  if (!states) return known;
  return {
    ...known,
    protocol: { ...protocol, credentials },
    traits: { ...traits, credential: 'self-contained', renewal: protocol.steps.refresh ? traits.renewal : 'none' },
  };
}

/** What its answers tell of lifetimes is in force, where its description says nothing else. */
export function withLifetimes(known: Described, told: Lifetimes): Described {
  const { description } = known.external;
  const ttlMs = { ...told, ...description.ttlMs };
  return { ...known, external: { ...known.external, description: { ...description, ttlMs } } };
}

/** What renewals show: where they leave the refresh token as it is, there is no rotation that could be attacked. */
export function withRenewal(known: Described, rotates: boolean): Described {
  return rotates ? known : { ...known, traits: { ...known.traits, renewal: 'unrotated' } };
}

/** @param pages whether a browser can be there, or why not */
export function withPages(known: Described, pages: true | string): Described {
  return { ...known, external: { ...known.external, pages } };
}

/** What discovery adds: whether a token can be taken back, and with it whether anything is asked at every request. */
export function withFindings(known: Described, findings: ReadonlyMap<string, Finding>): Described {
  const learnt = [...findings.values()].map((found) => found.learnt ?? {});
  const { algorithm, endsAtLogout = false, lagsAtLogout }: Learnt = Object.assign({}, ...learnt);
  const external = {
    ...known.external,
    ...(algorithm !== undefined && { algorithm }),
    ...(lagsAtLogout !== undefined && { lagsAtLogout }),
  };
  // where its owner says how long an end may take, what lasts for that long is a window
  const isDeclared = typeof known.external.description.expect?.revokesOnLogout === 'object';
  if (lagsAtLogout && endsAtLogout && isDeclared)
    return { ...known, external, traits: { ...known.traits, revocation: 'within-lag' } };
  if (known.traits.credential === 'reference') return { ...known, external };
  const store = endsAtLogout ? 'every-request' : known.protocol.steps.refresh ? 'renewal' : 'never';
  return {
    ...known,
    external,
    traits: { ...known.traits, revocation: endsAtLogout ? 'immediate' : 'at-expiry', store },
  };
}
