import type { Attack } from '../../kinds/attack.ts';
import type { TokenChanges } from '../../kit/tokens/compact-token.ts';
import { mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import { nearNames } from '../../kit/tokens/near-names.ts';
import { judgePresented, present, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

export default {
  kind: 'attack',
  id: 'token-type-confusion',
  title: 'One kind of token in place of another',
  question: 'Is a token good only for what, and for whom, it was issued?',
  goal: 'Use a token that they rightly have where it was never meant to be good.',
  precondition: 'own-account',
  severity: 'high',
  references: [
    'CWE-345',
    'RFC 8725 §2.8',
    'RFC 8725 §3.11',
    'RFC 8725 §3.12',
    'RFC 9068 §4',
    'ASVS 9.2.2',
    'ASVS 9.2.3',
    'ASVS 10.3.1',
    'RFC 8725 §3.8',
    'RFC 8725 §3.9',
    'RFC 9700 §2.3',
  ],
  steps: [
    'The attacker signs in.',
    'Tokens are signed with the key of the server, each like a genuine one but for its typ, aud or iss: an ID token, a refresh token, a logout token, one for another service, one of another issuer, and without these claims; with an issuer or audience that contains, begins with, lists or nests the right one.',
    'They ask with each who they are.',
  ],
  fix: 'Require typ, iss and aud in every token, and compare each with the one exact value that this server accepts.',
  controls: ['jwt-signature-only', 'jwt-names-compared-loosely'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const minter = await minterFrom(stage, held);
    return present(stage, held, await mintEach(minter, { ...otherKinds, ...nearNames(minter.payload) }));
  },

  judge: (seen) => judgePresented(seen, 'tokens of another kind'),
} satisfies Attack<TokensSeen>;

const elsewhere = 'https://elsewhere.example';
const otherKinds: Readonly<Record<string, TokenChanges>> = {
  'typ absent': { header: { typ: undefined } },
  'typ JWT': { header: { typ: 'JWT' } },
  'ID token': { header: { typ: 'JWT' }, payload: { aud: 'client', nonce: 'n' } },
  'refresh token as JWT': { header: { typ: 'refresh+jwt' } },
  'logout token': { header: { typ: 'logout+jwt' } },
  'DPoP proof': { header: { typ: 'dpop+jwt' } },
  'typ a list': { header: { typ: ['at+jwt'] } },
  'aud of another service': { payload: { aud: elsewhere } },
  'aud of other services': { payload: { aud: [elsewhere, 'https://third.example'] } },
  'aud absent': { payload: { aud: undefined } },
  'aud empty': { payload: { aud: [] } },
  'iss another': { payload: { iss: elsewhere } },
  'iss absent': { payload: { iss: undefined } },
  'iss a list': { payload: { iss: [elsewhere] } },
};
