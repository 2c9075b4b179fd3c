import type { ListedSignIn } from '../../../servers/listed-sign-in.ts';
import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';
import type { Stage } from '../../stage.ts';

type Seen = Aftermath & {
  /** Whether the sign-in that is to end was on the list of its owner, by one name. */
  readonly listed: boolean;
  /** Who ended a sign-in of the victim before the victim did, who must not. */
  readonly endedBefore?: string;
  /** Whether the sign-in from which it was ended goes on. */
  readonly spared: boolean;
};

export default {
  kind: 'attack',
  id: 'single-sign-in-end',
  title: 'One sign-in, ended from another device',
  question: 'Can somebody end the sign-in of a device that they lost, and nobody else?',
  goal: 'Stay in on a lost device that its owner has ended from another one; or end sign-ins of others.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'CWE-639', 'CWE-306', 'ASVS 7.5.2', 'ASVS 10.4.9', 'WSTG-SESS-06'],
  steps: [
    'The victim signs in on several devices, and looks at the list of their sign-ins from one that nobody touches; the thief has a copy of the first.',
    'A stranger, with an account of their own, asks for the end of the second by its name; so does the thief, without the password of the victim.',
    'From the second device, and with their password, the victim ends the first.',
    'The thief redeems its refresh token at each instance, and asks who they are until ten refusals in a row. The second device goes on.',
  ],
  fix: 'Let only its owner end a listed sign-in, after their password. End every copy of it then, at all instances.',
  controls: ['end-of-one-ends-nothing', 'end-of-one-for-anybody', 'end-of-one-without-password', 'answers-never-stale'],
  needs: { steps: ['signIns', 'endSignIn'], optIn: 'writes', instances: 2, settings: shortEnds },
  appliesTo: ({ store, endsAllBy }) =>
    (store !== 'never' && endsAllBy !== 'date') || 'the server knows of no sign-in that it could list, or end alone',
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, attacker, target } = stage;
    // the oldest of them: what it no longer sees, and is itself let in to see, has not ended by its age
    const watching = await stage.signIn(victim);
    const second = await stage.signIn(victim);
    const known = await listOf(stage, second);
    const own = known.find(({ current }) => current)?.name ?? 'none';
    const start = performance.now();
    const first = await stage.signIn(victim, { instance: 0 });
    await usedEverywhere(stage, first);
    const fresh = (await listOf(stage, watching)).filter(({ name }) => known.every((one) => one.name !== name));
    const end = (name: string, as: Credential, password: string) =>
      stage.perform('endSignIn', { as, values: { name, password } });

    let endedBefore: string | undefined;
    const others = [
      ['a stranger', await stage.signIn(attacker), attacker.password],
      ['a thief without the password', first, 'not the password'],
    ] as const;
    for (const [who, as, password] of others) {
      await end(own, as, password);
      if ((await listOf(stage, watching)).every(({ name }) => name !== own)) endedBefore ??= who;
    }

    const { status } = await end(fresh[0]?.name ?? 'none', second, victim.password);
    const done = target.protocol.steps.endSignIn?.ok.includes(status) ?? false;
    const goesOn = async () => {
      const held = target.protocol.steps.refresh ? await redeem(stage, second) : second;
      return held !== undefined && (await stage.whoAmI(held)) === victim.id;
    };
    const [seen, spared] = await together(useCopy(stage, first, start, speakingFor(stage, victim.id)), goesOn());
    const listed = own !== 'none' && fresh.length === 1;
    return { listed, done, ...seen, spared, ...(endedBefore && { endedBefore }) };
  },

  judge({ listed, endedBefore, spared, ...facts }, target): Judgement {
    // a list may lose a sign-in that goes on: what can still end another, and is let in after, was ended by nobody
    if (endedBefore && !(facts.done && spared))
      return { outcome: 'succeeded', because: `${endedBefore} ended a sign-in of the victim by its name` };
    if (!listed || endedBefore)
      return { outcome: 'inconclusive', because: 'the list of the victim did not name each of their sign-ins' };
    // what ends one ends it as a logout does, and adds no window of its own to the table
    const { windows: _, ...judgement } = judgeAftermath('logout', 'end of that one sign-in', facts, target);
    if (spared || judgement.outcome === 'succeeded') return judgement as Judgement;
    return { outcome: 'inconclusive', because: 'the sign-in from which it was ended was over as well' };
  },
} satisfies Attack<Seen>;

/** What whoever holds this is told of their sign-ins. A refusal is no list without any: the sign-in may have ended by itself. */
async function listOf(stage: Stage, as: Credential): Promise<ListedSignIn[]> {
  const { status, body } = await stage.perform('signIns', { as });
  if (!stage.target.protocol.steps.signIns?.ok.includes(status))
    throw new Error(`the list of sign-ins was refused with ${status}`);
  const { signIns } = Object(body);
  return Array.isArray(signIns) ? signIns : [];
}
