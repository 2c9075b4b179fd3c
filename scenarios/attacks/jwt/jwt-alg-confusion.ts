import { createHmac } from 'node:crypto';
import type { Settings } from '../../../servers/settings.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Json, readCompact, signingInput } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { keySpellings } from '../../kit/tokens/key-spellings.ts';
import { accessTokenOf, asAdmin, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import { type PublishedKey, publishedKeys } from '../../kit/tokens/public-keys.ts';

type Seen = {
  readonly genuineAccepted: boolean;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly believed: number;
  /** As what the key was held by which the first believed one was signed, and the first answered by a server error. */
  readonly firstBelieved?: string;
  readonly firstCrash?: string;
};

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;
const perVolley = 250;

/** Each is an attack of its own, since each kind of key is held, and told from a secret, in its own way. */
export default [
  confusion('jwt-alg-confusion', 'RS256'),
  confusion('jwt-alg-confusion-es256', 'ES256'),
  confusion('jwt-alg-confusion-eddsa', 'EdDSA'),
];

function confusion(id: string, algorithm: Settings['algorithm']): Attack<Seen> {
  return {
    kind: 'attack',
    id,
    title: `Algorithm confusion, ${algorithm}`,
    question: `Can a token name an algorithm under which the public key of ${algorithm} is the secret?`,
    goal: 'Become an administrator with a token signed by what everybody may know: the public key.',
    precondition: 'own-account',
    severity: 'critical',
    references: [
      'CWE-347',
      'CVE-2015-9235',
      'CVE-2026-34950',
      'RFC 8725 §2.1',
      'RFC 8725 §3.1',
      'ASVS 9.1.2',
      'WSTG-SESS-10',
    ],
    steps: [
      `The server signs with ${algorithm} and publishes its public key.`,
      "The attacker signs the administrator's claims with HMAC, under HS256, HS384 and HS512, with the public key as secret, in every text and bytes as which a server may hold it: PEM with its line breaks as they are, escaped or gone, with something before the first line, DER, JWK, the number alone.",
      'They ask with each token who they are; at last once more with the genuine one.',
    ],
    fix: 'Bind each key to one algorithm, and verify with that one, whatever the header of a token names.',
    controls: ['jwt-alg-from-token', 'jwt-key-read-untrimmed'],
    needs: { settings: { algorithm }, otherAlgorithms: 'of the same kind of key' },
    appliesTo: statesClaims,
    expected: () => 'blocked',

    async attempt(stage) {
      const { attacker, target } = stage;
      const held = await stage.signIn(attacker);
      const keys = await publishedKeys(stage);
      const { header, payload } = readCompact(accessTokenOf(held));
      const claims = asAdmin(stage, payload);
      const before = await stage.whoAmI(held);
      const tokens = keys.flatMap((one) => confusions(header, claims, one));
      const byStatus: Record<string, number> = {};
      const seen: { believed: number; firstBelieved?: string; firstCrash?: string } = { believed: 0 };
      for (let sent = 0; sent < tokens.length && seen.believed === 0; sent += perVolley) {
        const batch = tokens.slice(sent, sent + perVolley);
        const each = batch.map(({ token }) => ({ as: withAccessToken(held, token) }));
        for (const [i, { status, subject }] of (await stage.volley('me', each)).entries()) {
          const mutation = batch[i]?.mutation ?? '';
          byStatus[status] = (byStatus[status] ?? 0) + 1;
          if (status >= 500) seen.firstCrash ??= mutation;
          if (target.protocol.steps.me.ok.includes(status) && subject !== undefined) {
            seen.firstBelieved ??= mutation;
            seen.believed += 1;
          }
        }
      }
      const genuineAccepted = before === attacker.id && (await stage.whoAmI(held)) === attacker.id;
      return { genuineAccepted, byStatus, ...seen };
    },

    judge({ genuineAccepted, byStatus, believed, firstBelieved, firstCrash }): Judgement {
      const tries = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
      const counts = { tries, successes: believed };
      const kind = 'tokens signed with the public key';
      if (believed > 0)
        return {
          ...counts,
          outcome: 'succeeded',
          because: `${believed} of ${tries} ${kind} were believed (first: ${firstBelieved})`,
        };
      if (!genuineAccepted)
        return {
          ...counts,
          outcome: 'inconclusive',
          because: `the genuine token was not accepted before and after the ${kind}`,
        };
      if (firstCrash)
        return {
          ...counts,
          outcome: 'blocked-by-crash',
          because: `a server error answered one of ${tries} ${kind} (first: ${firstCrash})`,
        };
      return { ...counts, outcome: 'blocked', because: `0 of ${tries} ${kind} were believed` };
    },
  };
}

function confusions(header: Json, payload: Json, { key, jwk }: PublishedKey): ForgedToken[] {
  const spellings = keySpellings(key, jwk);
  const named = jwk.kid === undefined ? header : { ...header, kid: jwk.kid };
  return Object.entries(hashes).flatMap(([alg, hash]) => {
    const input = signingInput({ ...named, alg }, payload);
    return spellings.map(({ form, secret }) => ({
      mutation: `${alg} under the public key as ${form}`,
      token: `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`,
    }));
  });
}
