import type { Settings } from '../../servers/settings.ts';
import { minterFrom } from '../minted-token.ts';
import { statesClaims, withAccessToken } from '../presented-token.ts';
import type { Attack, Judgement } from '../scenario.ts';
import { acceptedFor, type Window } from '../window.ts';

type Seen = {
  /** Fresh tokens under the retired key, at the instance that knows it as retired; from the rotation on. */
  readonly retired: Window;
  /** When the new instance could first be asked; the end of the former key is counted from before its start. */
  readonly joinedMs: number;
  /** Genuine tokens under the retired key that were refused before its end. */
  readonly falseRejections: number;
  /** Whether a token under the new key is good where it was issued. */
  readonly newKeyAccepted: boolean;
};

/** A process may need this long to answer; the end of a key is not known more exactly. */
const slackMs = 300;

export default {
  kind: 'attack',
  id: 'key-rotation',
  title: 'Tokens under a retired key',
  question: 'For how long does a key that was retired, and may have leaked, still make good tokens?',
  goal: 'Go on signing tokens with a stolen key after it was replaced.',
  precondition: 'dump',
  severity: 'high',
  references: ['CWE-324', 'RFC 7517 §4.5', 'RFC 7517 §5', 'NIST SP 800-57 Part 1 §5.3', 'ASVS 11.2.2'],
  steps: [
    'An instance starts with a fresh signing key; it accepts the former one for as long as a token under it may live, and no longer.',
    'Whoever has the former key signs a fresh token every 100 ms and presents it there, until ten refusals in a row.',
    'Until the end of the former key its genuine tokens must be accepted: 0 false rejections. Then the instance that still signs with it is ended.',
  ],
  controls: ['retired-key-never-ends'],
  needs: { hooks: ['mint', 'joinRotated', 'kill'], settings: { accessMs: 3_000 }, alone: true },
  appliesTo: statesClaims,
  expected: () => 'window',

  async attempt(stage) {
    const { attacker, victim, target, hooks } = stage;
    const held = await stage.signIn(attacker, { instance: 0 });
    const { mint } = await minterFrom(stage, held);
    const endMs = acceptedMs(target.settings);
    const start = performance.now();
    const instance = await hooks.joinRotated?.(endMs);
    if (instance === undefined) throw new Error('the target offers no way to rotate its key');
    const since = () => performance.now() - start;
    const joinedMs = since();
    const genuine = await stage.signIn(victim, { instance: 0 });
    let falseRejections = 0;
    const window = await acceptedFor(stage, endMs + slackMs - joinedMs, async () => {
      const before = since();
      const own = await stage.whoAmI(genuine, { instance });
      if (own !== victim.id && since() < endMs - slackMs && before < endMs - slackMs) falseRejections += 1;
      const now = Math.floor(Date.now() / 1_000);
      const forged = await mint({ payload: { iat: now, exp: now + 60 } });
      return (await stage.whoAmI(withAccessToken(held, forged), { instance })) === attacker.id;
    });
    const lastAcceptedMs = window.accepted === 0 ? 0 : Math.round(window.lastAcceptedMs + joinedMs);
    const fresh = await stage.signIn(victim, { instance });
    const newKeyAccepted = (await stage.whoAmI(fresh, { instance })) === victim.id;
    // The last step of a rotation: what does not know the new key goes.
    await hooks.kill?.(0);
    return {
      retired: { ...window, lastAcceptedMs },
      joinedMs: Math.round(joinedMs),
      falseRejections,
      newKeyAccepted,
    };
  },

  judge({ retired, joinedMs, falseRejections, newKeyAccepted }, { settings }): Judgement {
    const declaredMs = acceptedMs(settings);
    const windowMs = retired.lastAcceptedMs;
    const measured = {
      windowMs,
      declaredMs,
      windows: [{ event: 'key-retired', artefact: 'access-token', measuredMs: windowMs, declaredMs }] as const,
    };
    if (!retired.ended || windowMs > declaredMs + slackMs)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the retired key still made good tokens after ${windowMs} ms, where ${declaredMs} ms are declared`,
      };
    if (!newKeyAccepted || falseRejections > 0)
      return {
        ...measured,
        outcome: 'inconclusive',
        because: `${falseRejections} genuine tokens were refused before the end of their key; tokens under the new key ${newKeyAccepted ? 'were' : 'were not'} accepted`,
      };
    if (joinedMs > declaredMs - slackMs)
      return {
        ...measured,
        outcome: 'inconclusive',
        because: `the new instance took ${joinedMs} ms to start: the retired key had ended before it could be tried`,
      };
    if (retired.accepted === 0)
      return { ...measured, outcome: 'blocked', because: 'the retired key was refused at once' };
    return {
      ...measured,
      outcome: 'window',
      because: `the retired key made good tokens for ${windowMs} ms, of ${declaredMs} ms declared; 0 genuine tokens were refused before`,
    };
  },
} satisfies Attack<Seen>;

/** As long as a token that was issued in the last moment may live. */
function acceptedMs({ accessMs, toleranceMs }: Pick<Settings, 'accessMs' | 'toleranceMs'>): number {
  return accessMs + toleranceMs;
}
