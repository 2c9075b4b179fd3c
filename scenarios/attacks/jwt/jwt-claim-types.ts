import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { TokenChanges } from '../../kit/tokens/compact-token.ts';
import { openListener } from '../../kit/tokens/listener.ts';
import { mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import { judgePresented, present, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

type Seen = {
  /** Tokens whose header or claims a verifier relies on, with a value of the wrong type or meaning. */
  readonly relied: TokensSeen;
  /** Tokens with further members, which a verifier may ignore: whom they speak for if not for the attacker. */
  readonly further: { readonly tries: number; readonly others: number; readonly crashed: number };
  /** Requests that the target made to an address in a token. */
  readonly callbacks: number;
};

const headerNames = ['typ', 'kid'];
const claimNames = ['sub', 'role', 'jti', 'iat', 'exp', 'nbf', 'iss', 'aud'];
const furtherNames = [
  'jti',
  'azp',
  'scope',
  'client_id',
  'act',
  'cnf',
  'jku',
  'x5u',
  'jwks_uri',
  'redirect_uri',
  'picture',
];

export default {
  kind: 'attack',
  id: 'jwt-claim-types',
  title: 'Claims of a type that nobody expects',
  question: 'Is a well-signed token believed whose claims are of the wrong type, and is an address in one fetched?',
  goal: 'Confuse whoever reads the claims: an issuer elsewhere may sign what ours never would.',
  precondition: 'own-account',
  severity: 'medium',
  references: ['CWE-20', 'CWE-843', 'CWE-918', 'RFC 7519 §4.1', 'RFC 8725 §3.10', 'ASVS 9.1.1', 'WSTG-SESS-10'],
  steps: [
    "Tokens are signed with the key of the server, each with one member of header or claims replaced: null, true, false, numbers, '', an empty and a filled list, objects, SQL, a path, NUL, and an address where a listener waits.",
    'Those that a verifier relies on must be refused; with any further member the token may speak for its own subject alone.',
    'No answer may be a server error, and nobody may come to the listener.',
  ],
  fix: 'After the signature, check the type of every claim that you use, and refuse the token where one is wrong. Fetch no address that it names.',
  controls: ['jwt-signature-only', 'jwt-addresses-followed'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    await using listener = await openListener('{"keys":[]}', 'application/json');
    const minter = await minterFrom(stage, held);
    const values = oddValues(listener.url);
    const relied = await present(stage, held, await mintEach(minter, cases(values, headerNames, claimNames)));
    const more = await present(stage, held, await mintEach(minter, cases(values, furtherNames, furtherNames)));
    const further = {
      tries: more.tries.length,
      others: more.tries.filter(({ speaksFor }) => speaksFor !== 'attacker' && speaksFor !== 'nobody').length,
      crashed: more.tries.filter(({ status }) => status >= 500).length,
    };
    return { relied, further, callbacks: listener.requests() };
  },

  judge({ relied, further, callbacks }): Judgement {
    const judged = judgePresented(relied, 'well-signed tokens with a claim of the wrong type');
    const tries = relied.tries.length + further.tries;
    if (judged.outcome === 'succeeded') return { ...judged, tries };
    if (callbacks > 0 || further.others > 0)
      return {
        tries,
        successes: callbacks + further.others,
        outcome: 'succeeded',
        because: `the server fetched ${callbacks} addresses named in a token, and took ${further.others} for somebody else's`,
      };
    if (judged.outcome === 'blocked' && further.crashed > 0)
      return { tries, outcome: 'blocked-by-crash', because: `a server error answered ${further.crashed} tokens` };
    return {
      ...judged,
      tries,
      because: `${judged.because}; ${further.tries} with further members spoke for nobody else, and 0 addresses were fetched`,
    };
  },
} satisfies Attack<Seen>;

function oddValues(url: string): Record<string, unknown> {
  return {
    null: null,
    true: true,
    false: false,
    zero: 0,
    'a negative number': -1,
    'an empty text': '',
    'an empty list': [],
    'a list of texts': ['admin'],
    'an object': { admin: true },
    SQL: "' OR '1'='1",
    'a path': '../../../../dev/null',
    NUL: 'admin\0',
    'an address': url,
  };
}

function cases(
  values: Readonly<Record<string, unknown>>,
  headers: readonly string[],
  claims: readonly string[],
): Record<string, TokenChanges> {
  const entries = Object.entries(values);
  const each = (names: readonly string[], where: 'header' | 'payload') =>
    names.flatMap((name) =>
      entries
        .filter(([, value]) => !isUsual(name, value))
        .map(([kind, value]): [string, TokenChanges] => [
          `${name} (${where}): ${kind}`,
          { [where]: { [name]: value } },
        ]),
    );
  return Object.fromEntries([...each(headers, 'header'), ...each(claims, 'payload')]);
}

/** What a token may well hold, although ours does not: any text names a subject, and any past time a beginning. */
function isUsual(name: string, value: unknown): boolean {
  if (name === 'sub' || name === 'jti') return typeof value === 'string' && value !== '';
  return name === 'nbf' && typeof value === 'number';
}
