import type { Attack, Judgement } from '../attack.ts';
import { endedBy, signInEnd } from '../windows/bound.ts';
import { keepRenewing, shortLives, useOnceAtEachAge } from '../windows/lifetime.ts';
import { acceptedFor, type Window } from '../windows/window.ts';

type Seen = {
  /** Sign-ins that were used once, each after another silence. */
  readonly silences: readonly { readonly ageMs: number; readonly accepted: boolean }[];
  /** One sign-in that was used all the time, from its login on. */
  readonly kept: Pick<Window, 'lastAcceptedMs' | 'ended'>;
};

const renewalMs = 300;

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
    'Sign-ins that began together are used once each, after silences that grow past the idle timeout.',
    `One more sign-in is used every 100 ms until ten refusals in a row, or renewed every ${renewalMs} ms until one, so that no silence ends it.`,
    'Lifetimes are compressed; the clock is the real one.',
  ],
  controls: ['no-idle-timeout', 'no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => renewal !== 'none' || 'no use of a credential moves its end',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const silences = useOnceAtEachAge(stage, victim);
    const held = await stage.signIn(victim);
    const kept = target.protocol.steps.refresh
      ? await keepRenewing(stage, held, renewalMs, target.settings.absoluteMs + 2 * renewalMs)
      : await acceptedFor(stage, target.settings.absoluteMs, async () => (await stage.whoAmI(held)) === victim.id);
    return { silences: await silences, kept: { lastAcceptedMs: kept.lastAcceptedMs, ended: kept.ended } };
  },

  judge({ silences, kept }, { settings }): Judgement {
    const { idleMs, absoluteMs } = settings;
    const overdue = silences.filter(({ ageMs }) => ageMs > idleMs);
    const late = overdue.filter(({ accepted }) => accepted);
    const counts = { tries: overdue.length + 1, successes: late.length + (isKept(kept, absoluteMs) ? 1 : 0) };
    const measured = { ...counts, windowMs: kept.lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (late.length > 0)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a sign-in was accepted after ${late.at(-1)?.ageMs} ms of silence, where ${idleMs} ms end it`,
      };
    if (isKept(kept, absoluteMs))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a sign-in in use was accepted ${kept.lastAcceptedMs} ms after its login, where ${absoluteMs} ms end it`,
      };
    if (overdue.length === 0 || kept.lastAcceptedMs <= idleMs)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'no sign-in was silent for long enough, or use did not keep one alive past the idle timeout',
      };
    return {
      ...measured,
      outcome: 'blocked',
      because: `silence of more than ${idleMs} ms ended ${overdue.length} of ${overdue.length} sign-ins, and use carried one to ${kept.lastAcceptedMs} ms of ${absoluteMs} ms`,
    };
  },
} satisfies Attack<Seen>;

function isKept({ ended, lastAcceptedMs }: Seen['kept'], absoluteMs: number): boolean {
  return !ended || lastAcceptedMs > absoluteMs;
}
