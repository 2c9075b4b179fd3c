import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Compact, readCompact, signingInput } from '../../kit/tokens/compact-token.ts';
import { openListener } from '../../kit/tokens/listener.ts';
import { accessTokenOf, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import type { Stage } from '../../stage.ts';

/** What became of the tokens, each by what was put into it. */
type Seen = {
  readonly tries: number;
  readonly believed: readonly string[];
  readonly repeated: readonly string[];
  readonly crashed: readonly string[];
  /** Requests that the target made to an address in a token. */
  readonly callbacks: number;
  readonly genuineAccepted: boolean;
};

/** Beside those of the genuine token: what a program may look at, or go to. */
const headerNames = ['typ', 'jku', 'kid', 'x5u', 'x5t', 'crit'];
const claimNames = [
  'sub',
  'aud',
  'iss',
  'exp',
  'nbf',
  'iat',
  'jti',
  'name',
  'email',
  'role',
  'scope',
  'azp',
  'client_id',
  'act',
  'cnf',
  'nonce',
  'acr',
  'amr',
  'picture',
  'website',
  'redirect_uri',
];
/** Found in an answer, it can come from nowhere but the token. */
const mark = 'authbench-unsigned';

export default {
  kind: 'attack',
  id: 'jwt-claims-unverified',
  title: 'Claims used before the signature is checked',
  question: 'Does the server act on what a token says before it knows who signed it?',
  goal: 'Make the server fetch an address, repeat a text or fail, with a token that nobody signed.',
  precondition: 'own-account',
  severity: 'medium',
  references: ['CWE-345', 'CWE-918', 'CWE-209', 'RFC 8725 §3.1', 'ASVS 9.1.1', 'WSTG-SESS-10', 'ASVS 7.2.1'],
  steps: [
    'The attacker takes a token of their own and keeps its signature.',
    'They replace one member of header or claims at a time, those that are there and those that are common: by null, true, false, 0, a text that they would know again, and an address where they listen.',
    'They ask with each token who they are, look for their text in the answers, and count the requests that reached their listener.',
  ],
  fix: 'Verify the signature before anything of a token is used: until then fetch nothing and repeat nothing that it says.',
  controls: ['jwt-key-url-followed', 'jwt-refusal-quotes-claims'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const genuine = readCompact(accessTokenOf(held));
    await using listener = await openListener('{"keys":[]}', 'application/json');
    const before = await stage.whoAmI(held);
    const tokens = replaced(genuine, { null: null, true: true, false: false, 0: 0, text: mark, address: listener.url });
    const found = { believed: [], repeated: [], crashed: [] } as Record<Kind, string[]>;
    for (const [change, token] of tokens) {
      const reply = await stage.perform('me', { as: withAccessToken(held, token) });
      for (const kind of kindsOf(stage, reply)) found[kind].push(change);
    }
    const genuineAccepted = before === stage.attacker.id && (await stage.whoAmI(held)) === stage.attacker.id;
    return { tries: tokens.length, ...found, callbacks: listener.requests(), genuineAccepted };
  },

  judge({ tries, believed, repeated, crashed, callbacks, genuineAccepted }): Judgement {
    const successes = believed.length + repeated.length + callbacks;
    if (successes > 0)
      return {
        tries,
        successes,
        outcome: 'succeeded',
        because: `of ${tries} tokens that nobody signed ${believed.length} were believed and ${repeated.length} repeated in an answer, and ${callbacks} addresses in them were fetched${first(believed, repeated)}`,
      };
    if (!genuineAccepted)
      return { tries, outcome: 'inconclusive', because: 'the genuine token was not accepted before and after' };
    if (crashed.length > 0)
      return {
        tries,
        successes,
        outcome: 'blocked-by-crash',
        because: `a server error answered ${crashed.length} of ${tries} tokens that nobody signed${first(crashed)}`,
      };
    return {
      tries,
      successes,
      outcome: 'blocked',
      because: `0 of ${tries} tokens that nobody signed were believed or repeated in an answer, and no address in them was fetched`,
    };
  },
} satisfies Attack<Seen>;

type Kind = 'believed' | 'repeated' | 'crashed';
type Reply = Awaited<ReturnType<Stage['perform']>>;

function kindsOf({ target }: Stage, { status, subject, body, headers }: Reply): Kind[] {
  return [
    ...(subject !== undefined && target.protocol.steps.me.ok.includes(status) ? (['believed'] as const) : []),
    ...(JSON.stringify([body, headers]).includes(mark) ? (['repeated'] as const) : []),
    ...(status >= 500 ? (['crashed'] as const) : []),
  ];
}

/** Tokens that differ from a genuine one in one member, under its signature. */
function replaced(
  { header, payload, signature }: Compact,
  values: Readonly<Record<string, unknown>>,
): [string, string][] {
  const names = (of: object, further: readonly string[]) => [...new Set([...Object.keys(of), ...further])];
  return Object.entries(values).flatMap(([kind, value]) => [
    ...names(header, headerNames).map((name): [string, string] => [
      `${name} (header): ${kind}`,
      `${signingInput({ ...header, [name]: value }, payload)}.${signature}`,
    ]),
    ...names(payload, claimNames).map((name): [string, string] => [
      `${name}: ${kind}`,
      `${signingInput(header, { ...payload, [name]: value })}.${signature}`,
    ]),
  ]);
}

function first(...lists: readonly (readonly string[])[]): string {
  const [one] = lists.flat();
  return one === undefined ? '' : ` (first: ${one})`;
}
