import type { Attack, Judgement } from '../../kinds/attack.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import { type IssuerKey, newIssuerKey, openKeySet } from '../../kit/tokens/key-set.ts';
import { accessTokenOf, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';

type Seen = {
  /** Requests with tokens that name keys which nobody has. */
  readonly requests: number;
  /** How often the key set was fetched meanwhile. */
  readonly fetches: number;
  readonly ms: number;
  /** Tokens of strangers that were believed. */
  readonly believed: number;
  /** Whether a token under a published key was good before and after them. */
  readonly genuineAccepted: boolean;
};

const requests = 40;
/** Often enough for whoever replaces keys; what is fetched more often follows the requests. */
const mostPerSecond = 1;

export default {
  kind: 'attack',
  id: 'unknown-kid-fetch',
  title: 'Tokens that name unknown keys',
  question: 'Can anybody make a service fetch the key set of its issuer, as often as they like?',
  goal: 'Keep a service, and through it its issuer, busy with requests that cost the attacker one made-up token each.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-406', 'CWE-400', 'RFC 7517 §5', 'RFC 8725 §3.10', 'OpenID Connect Core §10.1.1'],
  steps: [
    'Another service is started that knows the issuer by the address of its key set alone.',
    'A token under a published key is presented there, and believed.',
    `${requests} tokens are presented that each name another key, which nobody has published.`,
    'Counted is how often the key set was fetched meanwhile; at last the token under the published key is presented once more.',
  ],
  fix: 'Fetch a key set at most once in some seconds, however many unknown key identifiers come. Refuse tokens that name them meanwhile.',
  controls: ['key-set-fetched-each-time'],
  needs: { hooks: ['joinVerifier'], settings: { algorithm: 'ES256' }, alone: 'server' },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, hooks } = stage;
    if (!hooks.joinVerifier) throw new Error('the target offers no service that fetches a key set');
    const [key, strangers] = [await newIssuerKey('published'), await newIssuerKey('strangers')];
    await using keySet = await openKeySet(key);
    const instance = await hooks.joinVerifier(keySet.url);
    const held = await stage.signIn(attacker, { instance: 0 });
    const { header, payload } = readCompact(accessTokenOf(held));
    const speaksFor = async (by: IssuerKey, kid = by.kid) =>
      stage.whoAmI(withAccessToken(held, await by.sign(header, payload, kid)), { instance });

    const isGood = async () => (await speaksFor(key)) === attacker.id;
    const before = await isGood();
    const [fetched, start] = [keySet.fetches(), performance.now()];
    let believed = 0;
    for (let n = 0; n < requests; n += 1) {
      if ((await speaksFor(strangers, `unknown-${n}`)) !== undefined) believed += 1;
    }
    const seen = { requests, fetches: keySet.fetches() - fetched, ms: Math.round(performance.now() - start), believed };
    return { ...seen, genuineAccepted: before && (await isGood()) };
  },

  judge({ requests, fetches, ms, believed, genuineAccepted }): Judgement {
    const counts = { tries: requests, successes: fetches };
    const because = `${requests} tokens that name unknown keys had the key set fetched ${fetches} times in ${ms} ms`;
    if (believed > 0)
      return { ...counts, outcome: 'succeeded', because: `${believed} tokens of a stranger were believed` };
    if (!genuineAccepted)
      return { ...counts, outcome: 'inconclusive', because: 'a token under the published key was refused' };
    const most = 1 + Math.floor((mostPerSecond * ms) / 1_000);
    if (fetches <= most) return { ...counts, outcome: 'blocked', because };
    return most < requests
      ? { ...counts, outcome: 'succeeded', because }
      : { ...counts, outcome: 'inconclusive', because: `${because}: too slowly to tell` };
  },
} satisfies Attack<Seen>;
