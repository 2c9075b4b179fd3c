import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accessTokenOf, withAccessToken } from '../../kit/tokens/presented-token.ts';
import { tokenSpellings } from '../../kit/tokens/token-spellings.ts';

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
  references: ['CWE-613', 'CWE-180', 'RFC 4648 §3.5', 'CVE-2024-48949', 'RFC 7515 §2', 'ASVS 7.4.1'],
  steps: [
    'The server notes what was revoked; ours sign with ES256, of whose tokens there are most spellings.',
    'The thief copies a token and writes it in other ways that verify alike: other unused bits in the last character, padding, the other base64 alphabet, a space, and the second signature that ECDSA and, for lax verifiers, Ed25519 have for every first.',
    'They note which of them are good; the victim logs out; they ask with each again who they are.',
  ],
  fix: 'Note a revoked token by its jti, or by the sign-in that it belongs to, and never by its text.',
  controls: ['denylist-by-raw-token'],
  needs: { steps: ['logout'], settings: { algorithm: 'ES256' }, otherAlgorithms: 'any' },
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
    for (const { mutation, token } of tokenSpellings(accessTokenOf(held))) {
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
