import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Race = {
  /** Requests that were refused when they met the end of the access token together. */
  readonly refused: number;
  /** Whether the same cookie was good after them. */
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
  goal: 'None: this is an honest user, who must not be taken for a thief.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-841', 'CWE-362', 'RFC 10017 §6.1', 'RFC 9700 §4.14.2'],
  steps: [
    `A user signs in ${rounds} times, and waits until the tokens behind each session are to be renewed.`,
    `With each, ${parallel} requests are released together, over all instances.`,
    'Each cookie is used once more. All of it twice in a row, so that what was renewed is renewed again.',
  ],
  controls: ['bff-renewals-collide'],
  needs: { instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: ({ behind }) => behind === 'resource-server' || 'no tokens are renewed behind a session',
  expected: () => 'blocked',

  async attempt(stage) {
    const all: Credential[] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await stage.signIn(stage.victim));
    const races: Race[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      await stage.wait(stage.target.settings.accessMs);
      for (const held of all) races.push(await race(stage, held));
    }
    return { races };
  },

  judge({ races }): Judgement {
    const out = races.filter(({ refused, signedIn }) => refused > 0 || !signedIn);
    const counts = { tries: races.length, successes: out.length };
    if (out.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${out.length} of ${races.length} times the honest user was refused, or signed out`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${races.length} times the honest user was refused, of ${parallel} requests at once each`,
    };
  },
} satisfies Attack<Seen>;

async function race(stage: Stage, held: Credential): Promise<Race> {
  const request = stage.request('me', { as: held });
  const answers = await stage.race(
    Array.from({ length: parallel }, (_, i) => ({ request, as: held, instance: i % stage.target.instances })),
  );
  const refused = answers.filter(({ status }) => !stage.target.protocol.steps.me.ok.includes(status)).length;
  return { refused, signedIn: (await stage.whoAmI(held)) === stage.victim.id };
}
