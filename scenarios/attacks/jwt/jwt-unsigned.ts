import type { Attack } from '../../kinds/attack.ts';
import { unsignedForgeries } from '../../kit/tokens/forged-token.ts';
import { judgePresented, presentForged, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

export default {
  kind: 'attack',
  id: 'jwt-unsigned',
  title: 'Unsigned and altered JSON Web Tokens',
  question: 'Does the server believe claims that its own signature does not cover?',
  goal: 'Become an administrator by editing a token of their own.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-347', 'RFC 8725 §2.1', 'RFC 8725 §3.1', 'ASVS 9.1.1', 'ASVS 9.1.2', 'WSTG-SESS-10'],
  steps: [
    'The attacker signs in to their own account and takes the access token.',
    "They put the administrator's id and role into the claims, under the old, a cut and an empty signature, with NUL bytes, with alg none in four spellings, and signed with a blank key.",
    'They ask with each token who they are; at last once more with the genuine one.',
  ],
  fix: 'Accept the one algorithm that the server chose, and only a signature that verifies with its key.',
  controls: ['jwt-decode-without-verify', 'jwt-alg-none-accepted'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  attempt: (stage) => presentForged(stage, ({ token }, claims) => unsignedForgeries(token, claims)),

  judge: (seen) => judgePresented(seen, 'forged tokens'),
} satisfies Attack<TokensSeen>;
