import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Race = {
  readonly logoutDone: boolean;
  /** Whether a request beside it was answered, and so may have renewed the tokens. */
  readonly overlapped: boolean;
  /** Whether the cookie was good at one of the instances once all were answered. */
  readonly alive: boolean;
};

type Seen = { readonly races: readonly Race[] };

const rounds = 10;
/** Requests beside the logout. */
const parallel = 4;

export default {
  kind: 'attack',
  id: 'bff-logout-race',
  title: 'Logout beside a renewal of the tokens',
  question: 'Does a session stay ended whose tokens were being renewed when its user logged out?',
  goal: 'Go on with a session that was ended, since a request that came before the logout wrote it back.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-362', 'RFC 10017 §6.1', 'ASVS 7.4.1'],
  steps: [
    `A user signs in ${rounds} times, and waits until the tokens behind each session are to be renewed.`,
    `With each, a logout and ${parallel} requests are released together, over all instances.`,
    'Once all are answered, each cookie is used at every instance.',
  ],
  fix: 'Let no request under way write an ended sign-in back: change it in one atomic step, only where it still exists. End its renewed tokens with it.',
  controls: ['bff-renewal-revives'],
  needs: { instances: 2, steps: ['logout'], settings: { accessMs: 2_000 } },
  appliesTo: ({ behind }) => behind === 'resource-server' || 'no tokens are renewed behind a session',
  expected: () => 'blocked',

  async attempt(stage) {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await stage.signIn(stage.victim));
    await stage.wait(stage.target.settings.accessMs);
    const races: Race[] = [];
    for (const held of all) races.push(await race(stage, held));
    return { races };
  },

  judge({ races }): Judgement {
    const done = races.filter(({ logoutDone }) => logoutDone);
    const alive = done.filter((race) => race.alive);
    const counts = { tries: done.length, successes: alive.length };
    if (alive.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${alive.length} of ${done.length} sessions were good again after their logout`,
      };
    if (done.length < races.length)
      return { ...counts, outcome: 'inconclusive', because: `${races.length - done.length} logouts were refused` };
    const overlapped = done.filter((race) => race.overlapped).length;
    if (overlapped === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `beside none of ${done.length} logouts a request was answered that could have renewed the tokens`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${done.length} sessions were good after their logout; beside ${overlapped} of them a request was answered`,
    };
  },
} satisfies Attack<Seen>;

async function race(stage: Stage, as: Awaited<ReturnType<Stage['signIn']>>): Promise<Race> {
  const { instances, protocol } = stage.target;
  const me = stage.request('me', { as });
  const entries = Array.from({ length: parallel }, (_, i) => ({ request: me, as, instance: i % instances }));
  const logOut = { request: stage.request('logout', { as }), as, instance: 1 % instances };
  const [logout, ...asked] = await stage.race([logOut, ...entries]);
  const good = [];
  for (let instance = 0; instance < instances; instance += 1) good.push(await stage.whoAmI(as, { instance }));
  return {
    logoutDone: protocol.steps.logout?.ok.includes(logout?.status ?? 0) ?? false,
    overlapped: asked.some(({ status }) => protocol.steps.me.ok.includes(status)),
    alive: good.some((id) => id !== undefined),
  };
}
