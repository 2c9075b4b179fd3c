import type { Credential, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Race = {
  /** Requests that were refused when they met the end of the access token together. */
  readonly refused: number;
  /** Requests that were answered for somebody else. */
  readonly mistaken: number;
  /** Whether the same cookies were good after them, each for its own user. */
  readonly signedIn: boolean;
};

type Seen = { readonly races: readonly Race[] };

const rounds = 5;
/** A page that is opened again asks for much at once. */
const parallel = 8;

export default {
  kind: 'attack',
  id: 'bff-renewal-race',
  title: 'False alarm: parallel requests at the end of an access token',
  question: 'Is an honest user signed out because their requests make the server renew tokens at the same moment?',
  goal: 'None: these are honest users, who must be taken neither for thieves nor for each other.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-841', 'CWE-362', 'RFC 10017 §6.1', 'RFC 9700 §4.14.2'],
  steps: [
    `Two users sign in ${rounds} times each, and wait until the tokens behind each session are to be renewed.`,
    `With two cookies, one of each, ${parallel} requests are released together, over all instances.`,
    'Each answer must be for the user whose cookie it was, and so must one more. All of it twice in a row, so that what was renewed is renewed again.',
  ],
  fix: 'Renew the tokens behind a session once for all requests that wait for it, at every instance. Keep the result with that session alone.',
  controls: ['bff-renewals-collide'],
  needs: { instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: ({ behind }) => behind === 'resource-server' || 'no tokens are renewed behind a session',
  expected: () => 'blocked',

  async attempt(stage) {
    const pairs: Pair[] = [];
    for (let round = 0; round < rounds; round += 1)
      pairs.push([await signedIn(stage, stage.victim), await signedIn(stage, stage.attacker)]);
    const races: Race[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      await stage.wait(stage.target.settings.accessMs);
      for (const pair of pairs) races.push(await race(stage, pair));
    }
    return { races };
  },

  judge({ races }): Judgement {
    const mistaken = races.filter((race) => race.mistaken > 0);
    const out = races.filter((race) => race.refused > 0 || race.mistaken > 0 || !race.signedIn);
    const counts = { tries: races.length, successes: out.length };
    if (mistaken.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${mistaken.length} of ${races.length} times a user was answered as somebody else`,
      };
    if (out.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${out.length} of ${races.length} times an honest user was refused, or signed out`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${races.length} times an honest user was refused or mistaken, of ${parallel} requests at once each`,
    };
  },
} satisfies Attack<Seen>;

interface SignedIn {
  readonly user: User;
  readonly held: Credential;
}

type Pair = readonly [SignedIn, SignedIn];

async function signedIn(stage: Stage, user: User): Promise<SignedIn> {
  return { user, held: await stage.signIn(user) };
}

async function race(stage: Stage, pair: Pair): Promise<Race> {
  const entries = Array.from({ length: parallel }, (_, i) => {
    const { user, held } = pair[i % 2 === 0 ? 0 : 1];
    const request = stage.request('me', { as: held });
    return { user, request, as: held, instance: (i >> 1) % stage.target.instances };
  });
  const answers = await stage.race(entries);
  const subject = (body: unknown) => Object(body)[stage.target.protocol.steps.me.subject ?? ''];
  const isDone = (status: number) => stage.target.protocol.steps.me.ok.includes(status);
  const after = [];
  for (const { user, held } of pair) after.push((await stage.whoAmI(held)) === user.id);
  return {
    refused: answers.filter(({ status }) => !isDone(status)).length,
    mistaken: answers.filter(({ status, body }, i) => isDone(status) && subject(body) !== entries[i]?.user.id).length,
    signedIn: after.every(Boolean),
  };
}
