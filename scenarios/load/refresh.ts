import type { Artefact, Credential } from '../exchange.ts';
import type { LoadScenario } from '../kinds/load.ts';

export default {
  kind: 'load',
  id: 'refresh',
  title: 'Refresh',
  question: 'What does it cost to renew a sign-in by rotation?',
  signedIn: true,
  saturate: false,
  step: 'refresh',
  /** The next refresh needs the token that the last one handed out: two at once would be reuse. RFC 9700 §4.14.2. */
  perUser: 1,
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'a sign-in of this scheme is not renewed by rotation',
  check(reply, { credential }, { ok, rotates }) {
    if (!ok.includes(reply.status)) return `status ${reply.status}`;
    const next = refreshTokens(reply.credential);
    if (next.length === 0) return 'hands out no refresh token';
    const isSpent = (value: string) => valuesOf(credential).includes(value);
    if (rotates && next.some(isSpent)) return 'hands out the spent refresh token again';
    return valuesOf(reply.credential).every(isSpent) ? 'hands out nothing new' : undefined;
  },
} satisfies LoadScenario;

function refreshTokens(credential: Credential): string[] {
  return valuesOf(credential, ({ role }) => role === 'refresh');
}

function valuesOf(credential: Credential, wanted: (one: Artefact) => boolean = () => true): string[] {
  return Object.values(credential)
    .filter(wanted)
    .flatMap(({ values }) => Object.values(values));
}
