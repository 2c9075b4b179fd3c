import type { LifecycleFacts, LifecycleScenario } from '../kinds/lifecycle.ts';
import { ageAt, timed, wellAfter } from '../kit/windows/age.ts';
import { type Bound, boundMs, signInEnd, tokenEnd } from '../kit/windows/bound.ts';
import { fellSilent, type Kept, keepRenewing, keepUsing } from '../kit/windows/lifetime.ts';
import type { Stage } from '../stage.ts';

/** When a silent user comes back, in shares of the idle time; each with a sign-in of its own. */
const silences = [0.4, 0.8, 0.9, 1.1, 1.2];
const everyMs = 100;

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
  const { value: held, span: signedIn } = await timed(() => stage.signIn(user));
  const isGood = async () => (await stage.whoAmI(held)) === user.id;
  return end(
    stage,
    await keepUsing(stage, { signedIn }, { everyMs, boundMs: watchedMs(stage), use: isGood, inARow: 10 }),
  );
}

/** The longest silence that was forgiven, and the shortest that was not. */
async function endInSilence(stage: Stage): Promise<{ accepted: number; refused: number }> {
  const { idleMs } = stage.target.settings;
  const answers = await Promise.all(
    silences.map(async (share, i) => {
      const user = stage.user(3 + i);
      const { value: held, span: signedIn } = await timed(() => stage.signIn(user));
      await stage.wait(share * idleMs);
      const { value: seen, span } = await timed(() => stage.whoAmI(held));
      return { ...ageAt(signedIn, span), accepted: seen === user.id };
    }),
  );
  const accepted = answers.filter((one) => one.accepted).map(({ leastMs }) => leastMs);
  const refused = answers.filter((one) => !one.accepted).map(({ mostMs }) => mostMs);
  return { accepted: Math.max(0, ...accepted), refused: refused.length > 0 ? Math.min(...refused) : 2 * idleMs };
}

/** The last renewal of a sign-in that is renewed all the time, in ms after login. */
async function endOfFamily(stage: Stage): Promise<number> {
  const { value: held, span: signedIn } = await timed(() => stage.signIn(stage.user(3)));
  return end(stage, await keepRenewing(stage, held, { signedIn }, everyMs, watchedMs(stage)));
}

function watchedMs({ target }: Stage): number {
  return wellAfter(target.settings.absoluteMs);
}

/** @throws where the machine did not let it be used in time, so that silence may have ended it */
function end({ target: { traits, settings } }: Stage, kept: Kept): number {
  if (traits.renewal !== 'none' && fellSilent(kept, settings.idleMs))
    throw new Error(`nothing was used for up to ${kept.refusal?.silence.mostMs} ms: silence may have ended it`);
  return kept.lastAcceptedMs;
}
