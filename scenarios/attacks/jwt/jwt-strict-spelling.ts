import type { Attack } from '../../kinds/attack.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { judgePresented, presentForged, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

export default {
  kind: 'attack',
  id: 'jwt-strict-spelling',
  title: 'Tokens with characters that no token has',
  question: 'Is a token refused that holds anything but letters, digits, dash, underscore and two dots?',
  goal: 'Have one token under many texts, past whatever notes, counts or filters tokens by their text.',
  precondition: 'own-account',
  severity: 'low',
  references: ['CWE-180', 'CWE-20', 'RFC 7515 §2', 'RFC 4648 §3.3', 'RFC 8725bis §3.14'],
  steps: [
    'The attacker signs in to their own account.',
    'They write the signature of their token otherwise: with padding, in the other alphabet of base64, and with characters within it that lenient decoders skip.',
    'They ask with each who they are, and once more with the token as it was.',
  ],
  fix: 'Refuse a token or a proof with any character but letters, digits, dash, underscore and its two dots, before it is decoded.',
  controls: ['token-spelled-loosely'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  attempt: (stage) => presentForged(stage, ({ token }) => respelled(token)),

  judge: (seen) => judgePresented(seen, 'tokens with other characters'),
} satisfies Attack<TokensSeen>;

/** What decoders that skip what they do not know take for the same bytes (RFC 4648 §3.3). */
const skipped = ['~', '/', '+', '!', "'", '{', '=', '%'];

function respelled(token: string): ForgedToken[] {
  const { signature } = readCompact(token);
  const signed = token.slice(0, token.length - signature.length);
  const half = Math.floor(signature.length / 2);
  return [
    ...['=', '=='].map((padding) => ({ mutation: `${padding.length} of padding`, token: token + padding })),
    { mutation: 'the other alphabet', token: signed + signature.replaceAll('-', '+').replaceAll('_', '/') },
    ...skipped.map((sign) => ({
      mutation: `${sign} within the signature`,
      token: `${signed}${signature.slice(0, half)}${sign}${signature.slice(half)}`,
    })),
  ].filter((one) => one.token !== token);
}
