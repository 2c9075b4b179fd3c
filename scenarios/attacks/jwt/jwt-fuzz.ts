import type { Attack, Judgement } from '../../kinds/attack.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import { accessTokenOf, asAdmin, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import { type Algorithm, algorithms } from '../../kit/tokens/signature.ts';
import type { FuzzKind } from '../../kit/tokens/token-fuzz.ts';
import type { Effort } from '../../stage.ts';

type Seen = {
  readonly genuineAccepted: boolean;
  /** What the mutations were drawn from. */
  readonly seed: number;
  readonly tries: number;
  readonly byKind: Readonly<Partial<Record<FuzzKind, number>>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly accepted: number;
  /** How the first accepted one, and the first answered by a server error, were changed. */
  readonly firstAccepted?: FuzzKind;
  readonly firstCrash?: FuzzKind;
};

const mutants: Record<Effort, number> = { smoke: 500, quick: 2_000, standard: 20_000, full: 100_000 };
const perVolley = 500;

/** Each is an attack of its own, since each signature algorithm is another code path of a verifier. */
export default algorithms.map(fuzz);

function fuzz(algorithm: Algorithm): Attack<Seen> {
  return {
    kind: 'attack',
    id: `jwt-fuzz-${algorithm.toLowerCase()}`,
    title: `Fuzzed tokens, ${algorithm}`,
    question: `Is there a malformed token under ${algorithm} that is believed, or that brings the server down?`,
    goal: 'Find a token that slips through, or one that makes the server fail.',
    precondition: 'own-account',
    severity: 'high',
    references: ['CWE-20', 'CWE-347', 'CWE-755', 'RFC 8725 §3.3', 'ASVS 9.1.1', 'WSTG-SESS-10'],
    steps: [
      `The server signs with ${algorithm}; the attacker takes a token of their own.`,
      'A grammar changes it at random, from the seed of the run: names, types and values in header and claims, bytes of the signature, characters of the encoding, number and order of the parts.',
      'Each is sent over one pipelined connection; at last once more the genuine one.',
    ],
    fix: 'Accept a token only when its signature verifies over exactly the bytes that came. Answer every malformed one with 401, and catch what parsers throw.',
    controls: ['jwt-decode-without-verify'],
    needs: { optIn: 'cpu', ...(algorithm !== 'HS256' && { settings: { algorithm } }) },
    appliesTo: statesClaims,
    expected: () => 'blocked',

    async attempt(stage) {
      const { attacker, target } = stage;
      // imported here: nothing else in a run needs a generator
      const { fuzzedTokens } = await import('../../kit/tokens/token-fuzz.ts');
      const seed = Math.floor(stage.random() * 2 ** 31);
      const held = await stage.signIn(attacker);
      const genuine = accessTokenOf(held);
      const claims = asAdmin(stage, readCompact(genuine).payload);
      const before = await stage.whoAmI(held);
      const byKind: Partial<Record<FuzzKind, number>> = {};
      const byStatus: Record<string, number> = {};
      const seen: { accepted: number; firstAccepted?: FuzzKind; firstCrash?: FuzzKind } = { accepted: 0 };
      let tries = 0;
      while (tries < mutants[stage.effort] && seen.accepted === 0) {
        const batch = fuzzedTokens(genuine, claims, seed + tries, perVolley);
        const replies = await stage.volley(
          'me',
          batch.map(({ token }) => ({ as: withAccessToken(held, token) })),
        );
        for (const [i, { status, subject }] of replies.entries()) {
          const kind = batch[i]?.kind ?? 'structure';
          byKind[kind] = (byKind[kind] ?? 0) + 1;
          byStatus[status] = (byStatus[status] ?? 0) + 1;
          if (status >= 500) seen.firstCrash ??= kind;
          if (target.protocol.steps.me.ok.includes(status) && subject !== undefined) {
            seen.firstAccepted ??= kind;
            seen.accepted += 1;
          }
        }
        tries += replies.length;
      }
      const genuineAccepted = before === attacker.id && (await stage.whoAmI(held)) === attacker.id;
      return { genuineAccepted, seed, tries, byKind, byStatus, ...seen };
    },

    judge({ genuineAccepted, tries, byStatus, accepted, firstAccepted, firstCrash }): Judgement {
      const counts = { tries, successes: accepted };
      if (accepted > 0)
        return {
          ...counts,
          outcome: 'succeeded',
          because: `${accepted} of ${tries} fuzzed tokens were believed (first: a change of ${firstAccepted})`,
        };
      if (!genuineAccepted)
        return { ...counts, outcome: 'inconclusive', because: 'the genuine token was not accepted before and after' };
      if (byStatus[0])
        return { ...counts, outcome: 'inconclusive', because: `${byStatus[0]} of ${tries} requests had no answer` };
      if (firstCrash)
        return {
          ...counts,
          outcome: 'blocked-by-crash',
          because: `a server error answered a fuzzed token (first: a change of ${firstCrash})`,
        };
      // no success in n independent tries: at most 3/n with 95 % confidence (Hanley and Lippman-Hand, 1983)
      const bound = (300 / tries).toPrecision(2);
      return {
        ...counts,
        outcome: 'blocked',
        because: `0 of ${tries} fuzzed tokens were believed: at most ${bound} %`,
      };
    },
  };
}
