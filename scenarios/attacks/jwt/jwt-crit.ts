import type { Attack } from '../../kinds/attack.ts';
import type { TokenChanges } from '../../kit/tokens/compact-token.ts';
import { mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import { judgePresented, present, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

export default {
  kind: 'attack',
  id: 'jwt-crit',
  title: 'Critical header parameters that nobody understands',
  question: 'Is a token refused whose header says that it must be understood, and is not?',
  goal: 'Have a token accepted by a verifier that ignores the restriction in its header.',
  precondition: 'own-account',
  severity: 'medium',
  references: ['CWE-345', 'RFC 7515 §4.1.11', 'RFC 7797 §6', 'CVE-2025-59420'],
  steps: [
    'Tokens are signed with the key of the server, each like a genuine one but for crit: an unknown name, a name without its parameter, an empty list, a registered name, a text, a number, and the unencoded payload of RFC 7797.',
    'They ask with each token who they are; at last once more with the genuine one.',
  ],
  fix: 'Refuse every token whose crit is malformed, or names a parameter that the server does not understand.',
  controls: ['jwt-signature-only'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    return present(stage, held, await mintEach(await minterFrom(stage, held), notUnderstood));
  },

  judge: (seen) => judgePresented(seen, 'tokens with a critical header'),
} satisfies Attack<TokensSeen>;

const bound = 'https://extension.example/bound-to-device';
const notUnderstood: Readonly<Record<string, TokenChanges>> = {
  'crit an unknown name': { header: { crit: [bound], [bound]: true } },
  'crit an unknown and a known name': { header: { crit: ['b64', bound], b64: true, [bound]: true } },
  'crit a name without its parameter': { header: { crit: [bound] } },
  'crit empty': { header: { crit: [] } },
  'crit a registered name': { header: { crit: ['alg'] } },
  'crit a claim': { header: { crit: ['exp'], exp: 0 } },
  'crit a text': { header: { crit: bound, [bound]: true } },
  'crit a number': { header: { crit: 1 } },
  'crit null': { header: { crit: null } },
  'payload unencoded': { header: { crit: ['b64'], b64: false } },
};
