import type { Attack } from '../../kinds/attack.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { judgePresented, present, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

/** Bytes of a text that are no UTF-8 (RFC 3629 §3). Two readers make two texts of each. */
const noText: Readonly<Record<string, readonly number[]>> = {
  'a byte that begins nothing': [0xff],
  'a letter in two bytes where one would do': [0xc1, 0xb5],
  'a quotation mark in two bytes where one would do': [0xc0, 0xa2],
  'halves of a surrogate pair in three bytes each': [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  'a character that is cut short': [0xe2, 0x82],
  'a character beyond the last one': [0xf4, 0x90, 0x80, 0x80],
  'a letter of Latin-1': [0xe9],
};

export default {
  kind: 'attack',
  id: 'jwt-not-utf8',
  title: 'Tokens whose claims are no UTF-8',
  question: 'Is a token refused whose claims are bytes that only a lenient reader makes a text of?',
  goal: 'Have one token read as two texts: by whatever filters it as one, by the server as another.',
  precondition: 'own-account',
  severity: 'low',
  references: ['CWE-176', 'CWE-436', 'RFC 8725 §2.6', 'RFC 8725 §3.7', 'RFC 7519 §7.2', 'RFC 8259 §8.1'],
  steps: [
    'The attacker signs in.',
    'Tokens are signed with the key of the server, each like a genuine one with one claim more, whose text holds bytes that are no UTF-8; and one all of which is UTF-16.',
    'They ask with each who they are.',
  ],
  fix: 'Decode header and claims as strict UTF-8 (TextDecoder with fatal), and refuse a token where that fails.',
  controls: ['claims-decoded-loosely'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const { header, payload } = await minterFrom(stage, held);
    const { mint } = stage.hooks;
    const signed = async (mutation: string, bytes: Uint8Array): Promise<ForgedToken[]> =>
      mint ? [{ mutation, token: await mint(header, bytes) }] : [];
    const before = Buffer.from(`${JSON.stringify(payload).slice(0, -1)},"note":"`);
    const after = Buffer.from('"}');
    const tokens = await Promise.all([
      ...Object.entries(noText).map(([what, bytes]) =>
        signed(what, Buffer.concat([before, Buffer.from(bytes), after])),
      ),
      signed('UTF-16', Buffer.from(`\ufeff${JSON.stringify(payload)}`, 'utf16le')),
    ]);
    return present(stage, held, tokens.flat());
  },

  judge: (seen) => judgePresented(seen, 'tokens whose claims are no UTF-8'),
} satisfies Attack<TokensSeen>;
