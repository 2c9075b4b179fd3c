import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import { type Age, isAfter, isBefore, timed, wellAfter } from '../../kit/windows/age.ts';
import { endedBy, signInEnd } from '../../kit/windows/bound.ts';
import { fellSilent, type Kept, keepUsing, shortLives, useOnceAtEachAge } from '../../kit/windows/lifetime.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Sign-ins that were used once, each after another silence. */
  readonly silences: readonly (Age & { readonly accepted: boolean })[];
  /** One sign-in that was used all the time. */
  readonly kept: Kept;
};

const renewalMs = 300;
const readMs = 100;

export default {
  kind: 'attack',
  id: 'idle-and-absolute-timeout',
  title: 'A sign-in that does not end by itself',
  question: 'Does a sign-in end after silence, and does it end at last however busily it is used?',
  goal: 'Find a forgotten session alive, or keep a stolen one alive by using it.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'ASVS 7.3.1', 'ASVS 7.3.2', 'WSTG-SESS-07'],
  steps: [
    'Sign-ins that began together are used once each, after silences that grow to twice the idle timeout.',
    `One more sign-in is used every ${readMs} ms until ten refusals in a row, or renewed every ${renewalMs} ms until one, so that no silence ends it.`,
    'Lifetimes are compressed; the clock is the real one.',
  ],
  fix: 'End every sign-in after a silence, and at a fixed time after the login, however often it is used or renewed.',
  controls: ['no-idle-timeout', 'no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => renewal !== 'none' || 'no use of a credential moves its end',
  expected: () => 'blocked',

  async attempt(stage) {
    const [silences, kept] = await together(useOnceAtEachAge(stage, stage.victim), keptInUse(stage));
    return { silences, kept };
  },

  judge({ silences, kept }, { settings }): Judgement {
    const { idleMs, absoluteMs } = settings;
    const overdue = silences.filter((age) => isAfter(age, idleMs));
    const late = overdue.filter(({ accepted }) => accepted);
    const isKept = kept.refusal === undefined || isAfter({ leastMs: kept.lastAcceptedMs }, absoluteMs);
    const counts = { tries: overdue.length + 1, successes: late.length + (isKept ? 1 : 0) };
    const measured = { ...counts, windowMs: kept.lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (late.length > 0)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a sign-in was accepted after ${late.at(-1)?.leastMs} ms of silence, where ${idleMs} ms end it`,
      };
    if (isKept)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a sign-in in use was accepted ${kept.lastAcceptedMs} ms after its login, where ${absoluteMs} ms end it`,
      };
    if (overdue.length === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no sign-in was silent for so long' };
    if (fellSilent(kept, idleMs) || (kept.refusal && isBefore(kept.refusal.age, absoluteMs)))
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `use kept a sign-in alive for ${kept.lastAcceptedMs} ms only, and it was not used for up to ${kept.refusal?.silence.mostMs} ms then`,
      };
    return {
      ...measured,
      outcome: 'blocked',
      because: `silence of more than ${idleMs} ms ended ${overdue.length} of ${overdue.length} sign-ins, and use carried one to ${kept.lastAcceptedMs} ms of ${absoluteMs} ms`,
    };
  },
} satisfies Attack<Seen>;

async function keptInUse(stage: Stage): Promise<Kept> {
  const { victim, target } = stage;
  const { value, span: signedIn } = await timed(() => stage.signIn(victim));
  let held = value;
  const boundMs = wellAfter(target.settings.absoluteMs);
  if (!target.protocol.steps.refresh) {
    const use = async () => {
      const reply = await stage.perform('me', { as: held });
      // what a use hands out takes the place of what it presented
      held = reply.credential;
      return reply.subject === victim.id;
    };
    return keepUsing(stage, { signedIn }, { everyMs: readMs, boundMs, use, inARow: 10 });
  }
  return keepUsing(
    stage,
    { signedIn },
    {
      everyMs: renewalMs,
      boundMs,
      use: async () => {
        const reply = await stage.perform('refresh', { as: held });
        held = reply.credential;
        return isRenewed(stage, reply);
      },
    },
  );
}
