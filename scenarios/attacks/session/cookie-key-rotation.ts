import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isAfter, wellAfter } from '../../kit/windows/age.ts';
import { acceptedFor, type ObservedWindow } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Uses of a cookie from before the rotation, as it was handed out, at the instance with the new key; from the start of that. */
  readonly former: ObservedWindow;
  /** The end that the former key was given, counted as these uses are. */
  readonly endMs: number;
  /** Whether a cookie that this instance handed out was good at first, and after the end of the former key. */
  readonly fresh: { readonly before: boolean; readonly after: boolean };
};

/** As long as clients are given here to come by and take a cookie under the new key. */
const leftMs = 3_000;

export default {
  kind: 'attack',
  id: 'cookie-key-rotation',
  title: 'Cookies under a retired key',
  question: 'Is a key of cookies that was retired, and may have leaked, used and believed no longer than it was to be?',
  goal: 'Go on with cookies under a stolen key after it was replaced.',
  precondition: 'dump',
  severity: 'high',
  references: ['CWE-324', 'NIST SP 800-57 Part 1 §5.3', 'ASVS 11.2.2'],
  steps: [
    'The attacker signs in. An instance starts with a fresh key of cookies, and accepts the former one for a while.',
    'They present their cookie there as they were given it, every 100 ms, until ten refusals in a row after the end of the former key.',
    'The victim signs in there; what they were given must be good after that end: it was made with the new key.',
  ],
  fix: 'Make cookies with the newest key alone, and give each former one an end.',
  controls: ['retired-cookie-key-never-ends'],
  needs: { hooks: ['joinRotated', 'kill'], alone: 'process' },
  appliesTo: ({ transport }) => transport === 'cookie' || 'no cookie is signed or sealed',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, victim, hooks } = stage;
    const held = await stage.signIn(attacker, { instance: 0 });
    const { endMs, joinedMs, instance } = await rotate(stage);
    const isGood = async (as: typeof held, id: string) => (await stage.whoAmI(as, { instance })) === id;
    const fresh = await stage.signIn(victim, { instance });
    const before = await isGood(fresh, victim.id);
    const boundMs = wellAfter(endMs) - joinedMs;
    const former = await acceptedFor(stage, boundMs, () => isGood(held, attacker.id), undefined, boundMs);
    const after = await isGood(fresh, victim.id);
    await hooks.kill?.(instance);
    const lastAcceptedMs = former.accepted === 0 ? 0 : Math.round(former.lastAcceptedMs + joinedMs);
    return { former: { ...former, lastAcceptedMs }, endMs: Math.round(endMs), fresh: { before, after } };
  },

  judge({ former, endMs, fresh }): Judgement {
    const counts = { tries: 2, successes: 1 };
    if (!former.ended || isAfter({ leastMs: former.lastAcceptedMs }, endMs))
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a cookie under the retired key was good after ${former.lastAcceptedMs} ms, where ${endMs} ms are allowed`,
      };
    if (!fresh.before)
      return { outcome: 'inconclusive', because: 'what the instance with the new key handed out was never good there' };
    if (!fresh.after)
      return {
        ...counts,
        outcome: 'succeeded',
        because: 'a cookie from after the rotation ended with the retired key: it was still made with it',
      };
    return {
      tries: 2,
      successes: 0,
      outcome: 'blocked',
      because: `a cookie under the retired key was good for ${former.lastAcceptedMs} of ${endMs} ms, and one under the new key after them`,
    };
  },
} satisfies Attack<Seen>;

/** @throws when the instance took too long to start: the former key had nearly ended before it could be tried */
async function rotate({ hooks: { joinRotated, kill } }: Stage) {
  if (!joinRotated || !kill) throw new Error('the target offers no way to rotate its key');
  let endMs = leftMs;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const start = performance.now();
    const instance = await joinRotated(Math.round(Date.now() + endMs));
    const joinedMs = performance.now() - start;
    if (joinedMs < endMs / 2) return { endMs, joinedMs, instance };
    await kill(instance);
    endMs += 2 * joinedMs;
  }
  throw new Error('an instance took too long to start: the retired key had ended before it could be tried');
}
