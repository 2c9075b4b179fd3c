import type { Settings } from '../../../servers/settings.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { statesClaims } from '../../kit/tokens/presented-token.ts';
import { endedBy, tokenEnd } from '../../kit/windows/bound.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow, shortestAccessMs } from '../../kit/windows/window.ts';

type Seen = {
  /** Use of a token at an instance whose clock is behind, from the issue on. */
  readonly behind: ObservedWindow;
  /** From before the login to the answer to the first of these uses. */
  readonly firstMs: number;
  /** Fresh tokens at an instance whose clock is behind by less than the declared tolerance. */
  readonly withinTolerance: { readonly tries: number; readonly refused: number };
};

const behindMs = 3_000;
/** Less than the tolerance by more than half a second: `iat` is cut to whole seconds. */
const withinMs = 400;

export default {
  kind: 'attack',
  id: 'clock-skew-instance',
  title: 'An instance whose clock is off',
  question: 'For how much longer does a token live at an instance whose clock is behind?',
  goal: 'Find the instance at which an expired token is still good.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-613', 'RFC 7519 §4.1.4', 'RFC 9068 §4', 'ASVS 9.2.1'],
  steps: [
    'An instance starts whose clock is 3 s behind.',
    'Once its declared end has passed, a copied token is presented there every 100 ms until ten refusals in a row: it should live longer by what the clock is behind, and no more.',
    'Another one starts that is behind by less than the declared tolerance: fresh tokens must be accepted there.',
  ],
  fix: 'Keep the clocks of all instances right (NTP), and forgive them seconds, not minutes, when you check the end of a token.',
  controls: ['clock-tolerance-five-minutes'],
  needs: { hooks: ['joinSkewed', 'kill'], settings: { accessMs: 2_000 }, alone: 'process' },
  appliesTo: statesClaims,
  expected: () => 'window',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    const { joinSkewed, kill } = hooks;
    if (!joinSkewed || !kill) throw new Error('the target offers no instance with another clock');
    const [behind, near] = await Promise.all([joinSkewed(-behindMs), joinSkewed(-withinMs)]);
    const withinTolerance = { tries: 0, refused: 0 };
    for (; withinTolerance.tries < 5; withinTolerance.tries += 1) {
      const fresh = await stage.signIn(victim, { instance: 0 });
      if ((await stage.whoAmI(fresh, { instance: near })) !== victim.id) withinTolerance.refused += 1;
    }
    const before = performance.now();
    const copy = await stage.signIn(victim, { instance: 0 });
    // To that clock the token comes from the future at first: what is refused before its end says nothing.
    const start = performance.now();
    await stage.wait(declaredMs(target.settings));
    const passedMs = Math.round(performance.now() - start);
    let firstMs = 0;
    const late = await acceptedFor(stage, boundMs(target.settings) - passedMs, async (n) => {
      const known = await stage.whoAmI(copy, { instance: behind });
      if (n === 0) firstMs = Math.ceil(performance.now() - before);
      return known === victim.id;
    });
    const window = { ...late, lastAcceptedMs: late.accepted === 0 ? 0 : late.lastAcceptedMs + passedMs };
    await Promise.all([kill(behind), kill(near)]);
    return { behind: window, firstMs, withinTolerance };
  },

  judge({ behind, firstMs, withinTolerance }, { settings }): Judgement {
    const { tries, refused } = withinTolerance;
    const forgiven = `${refused} of ${tries} fresh tokens were refused by a clock ${withinMs} ms behind, of ${settings.toleranceMs} ms forgiven`;
    const windowMs = behind.lastAcceptedMs;
    const measured = { windowMs, ...endedBy({ ...tokenEnd, besidesMs: behindMs }, settings) };
    const because = `a token was good for ${windowMs} ms at an instance ${behindMs} ms behind, where ${measured.declaredMs} ms are allowed`;
    if (!behind.ended || windowMs > boundMs(settings)) return { ...measured, outcome: 'succeeded', because };
    if (behind.accepted === 0 && firstMs > shortestAccessMs(settings) + behindMs)
      return {
        ...measured,
        outcome: 'inconclusive',
        because: `the token was first tried up to ${firstMs} ms after its login: too late`,
      };
    if (refused > 0) return { ...measured, outcome: 'inconclusive', because: forgiven };
    return { ...measured, outcome: windowMs === 0 ? 'blocked' : 'window', because: `${because}; ${forgiven}` };
  },
} satisfies Attack<Seen>;

function declaredMs({ accessMs, toleranceMs }: Pick<Settings, 'accessMs' | 'toleranceMs'>): number {
  return accessMs + toleranceMs;
}

function boundMs(settings: Settings): number {
  return longestAccessMs(settings) + behindMs;
}
