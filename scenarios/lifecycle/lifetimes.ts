import { redeem } from '../clients/renewal.ts';
import type { LifecycleFacts, LifecycleScenario } from '../lifecycle.ts';
import type { Credential, Stage } from '../stage.ts';
import { type Bound, boundMs, signInEnd, tokenEnd } from '../windows/bound.ts';
import { acceptedFor } from '../windows/window.ts';

/** When a silent user comes back, in shares of the idle time; each with a sign-in of its own. */
const silences = [0.4, 0.8, 0.9, 1.1, 1.2];

export default {
  kind: 'lifecycle',
  id: 'lifetimes',
  title: 'When a sign-in ends by itself',
  question: 'After how long does each part of a sign-in end, against what was configured?',
  needs: { settings: { idleMs: 1_500, absoluteMs: 3_000, accessMs: 2_000, toleranceMs: 0 } },
  appliesTo: () => true,
  async run(stage) {
    const { traits, protocol, settings } = stage.target;
    const slides = traits.renewal === 'sliding';
    const [used, idle, family] = await Promise.all([
      endInUse(stage),
      slides ? endInSilence(stage) : undefined,
      protocol.steps.refresh ? endOfFamily(stage) : undefined,
    ]);
    const ms = (value: number, bound: Bound) => ({ value, unit: 'ms' as const, bound });
    const silence = (value: number) => ms(value, { lifetimes: { idleMs: value / settings.idleMs } });
    const inUse = slides ? signInEnd : tokenEnd;
    const measures: LifecycleFacts['measures'] = {
      'end.in-use': ms(used, inUse),
      'configured.in-use': ms(boundMs(inUse, settings), inUse),
      ...(idle && {
        'silence.accepted': silence(idle.accepted),
        'silence.refused': silence(idle.refused),
        'configured.idle': silence(settings.idleMs),
      }),
      ...(family !== undefined && {
        'end.family': ms(family, signInEnd),
        'configured.family': ms(settings.absoluteMs, signInEnd),
      }),
    };
    return { measures, facts: { silences } };
  },
} satisfies LifecycleScenario;

/** The last acceptance of a credential that is in use all the time, in ms after login. */
async function endInUse(stage: Stage): Promise<number> {
  const user = stage.user(2);
  const held = await stage.signIn(user);
  const { lastAcceptedMs } = await acceptedFor(
    stage,
    2 * stage.target.settings.absoluteMs,
    async () => (await stage.whoAmI(held)) === user.id,
  );
  return lastAcceptedMs;
}

/** The longest silence that was forgiven, and the shortest that was not. */
async function endInSilence(stage: Stage): Promise<{ accepted: number; refused: number }> {
  const { idleMs } = stage.target.settings;
  const answers = await Promise.all(
    silences.map(async (share, i) => {
      const user = stage.user(3 + i);
      const held = await stage.signIn(user);
      const silentMs = share * idleMs;
      await stage.wait(silentMs);
      return { silentMs, accepted: (await stage.whoAmI(held)) === user.id };
    }),
  );
  const silent = (wanted: boolean) => answers.filter(({ accepted }) => accepted === wanted).map((one) => one.silentMs);
  return { accepted: Math.max(0, ...silent(true)), refused: Math.min(2 * idleMs, ...silent(false)) };
}

/** The last renewal of a sign-in that is renewed all the time, in ms after login. */
async function endOfFamily(stage: Stage): Promise<number> {
  let held: Credential = await stage.signIn(stage.user(3));
  const { lastAcceptedMs } = await acceptedFor(stage, 2 * stage.target.settings.absoluteMs, async () => {
    const next = await redeem(stage, held);
    held = next ?? held;
    return next !== undefined;
  });
  return lastAcceptedMs;
}
