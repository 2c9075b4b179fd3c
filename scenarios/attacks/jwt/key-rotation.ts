import type { Attack, Judgement } from '../../kinds/attack.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import { publishedKeys } from '../../kit/tokens/public-keys.ts';
import { isAfter, isBefore, wellAfter } from '../../kit/windows/age.ts';
import { tokenEnd } from '../../kit/windows/bound.ts';
import { acceptedFor, type ObservedWindow, shortestAccessMs } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Fresh tokens under the retired key, at the instance that knows it as retired; from before the start of that instance. */
  readonly retired: ObservedWindow;
  /** The end that the former key was given, counted as the window is. */
  readonly declaredMs: number;
  /** Genuine tokens under the retired key that were refused before its end. */
  readonly falseRejections: number;
  /** Whether a token under the new key is good where it was issued. */
  readonly newKeyAccepted: boolean;
  /** Whether the former key is still among those that are published, after its end: services that fetch them believe it. */
  readonly stillPublished: boolean;
};

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
    'After its end they also look whether it is still published, for other services to believe.',
    'Until the end of the former key its genuine tokens must be accepted: 0 false rejections. Then the instance that still signs with it is ended.',
  ],
  fix: 'Sign with the newest key alone, and accept and publish a retired one only for as long as the last token under it may live.',
  controls: ['retired-key-never-ends'],
  needs: {
    hooks: ['mint', 'joinRotated', 'kill'],
    settings: { accessMs: 3_000, algorithm: 'ES256' },
    alone: 'process',
  },
  appliesTo: statesClaims,
  expected: () => 'window',

  async attempt(stage) {
    const { attacker, victim, target, hooks } = stage;
    const held = await stage.signIn(attacker, { instance: 0 });
    const { mint } = await minterFrom(stage, held);
    const former = await keysOf(stage, 0);
    const { endMs, joinedMs, instance, since } = await rotate(stage);
    const genuineEndMs = Math.min(endMs, since() + shortestAccessMs(target.settings));
    const genuine = await stage.signIn(victim, { instance: 0 });
    let falseRejections = 0;
    const window = await acceptedFor(stage, wellAfter(endMs) - joinedMs, async () => {
      const known = (await stage.whoAmI(genuine, { instance })) === victim.id;
      if (!known && isBefore({ mostMs: since() }, genuineEndMs)) falseRejections += 1;
      const now = Math.floor(Date.now() / 1_000);
      const forged = await mint({ payload: { iat: now, exp: now + 60 } });
      return (await stage.whoAmI(withAccessToken(held, forged), { instance })) === attacker.id;
    });
    const lastAcceptedMs = window.accepted === 0 ? 0 : Math.round(window.lastAcceptedMs + joinedMs);
    const fresh = await stage.signIn(victim, { instance });
    const newKeyAccepted = (await stage.whoAmI(fresh, { instance })) === victim.id;
    const stillPublished = (await keysOf(stage, instance)).some((key) => former.includes(key));
    // The last step of a rotation: what does not know the new key goes.
    await hooks.kill?.(0);
    return {
      retired: { ...window, lastAcceptedMs },
      declaredMs: Math.round(endMs),
      falseRejections,
      newKeyAccepted,
      stillPublished,
    };
  },

  judge({ retired, declaredMs, falseRejections, newKeyAccepted, stillPublished }): Judgement {
    const windowMs = retired.lastAcceptedMs;
    const measured = {
      windowMs,
      declaredMs,
      bound: tokenEnd,
      windows: [
        { event: 'key-retired', artefact: 'access-token', measuredMs: windowMs, declaredMs, bound: tokenEnd },
      ] as const,
    };
    if (!retired.ended || isAfter({ leastMs: windowMs }, declaredMs))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the retired key still made good tokens after ${windowMs} ms, where ${declaredMs} ms are allowed`,
      };
    if (stillPublished)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the retired key is still published after its end, ${declaredMs} ms after it was retired`,
      };
    if (!newKeyAccepted || falseRejections > 0)
      return {
        ...measured,
        outcome: 'inconclusive',
        because: `${falseRejections} genuine tokens were refused before the end of their key; tokens under the new key ${newKeyAccepted ? 'were' : 'were not'} accepted`,
      };
    if (retired.accepted === 0)
      return { ...measured, outcome: 'blocked', because: 'the retired key was refused at once' };
    return {
      ...measured,
      outcome: 'window',
      because: `the retired key made good tokens for ${windowMs} ms, of ${declaredMs} ms allowed; 0 genuine tokens were refused before`,
    };
  },
} satisfies Attack<Seen>;

/** The keys that an instance publishes, as texts. */
async function keysOf(stage: Stage, instance: number): Promise<string[]> {
  return (await publishedKeys(stage, { instance })).map(({ key }) => {
    return key.export({ type: 'spki', format: 'der' }).toString('base64');
  });
}

/**
 * Starts an instance that accepts the former key for as long as a token of the last moment may live; longer where the
 * start itself took most of that.
 * @throws when no end could be given that leaves time to try the key
 */
async function rotate({ target: { settings }, hooks: { joinRotated, kill } }: Stage) {
  if (!joinRotated || !kill) throw new Error('the target offers no way to rotate its key');
  let endMs = settings.accessMs + settings.toleranceMs;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const start = performance.now();
    const since = () => performance.now() - start;
    // its very end, as the instance is told it: however long that takes to start, nothing is added to it
    const instance = await joinRotated(Math.round(Date.now() + endMs));
    const joinedMs = since();
    if (joinedMs < endMs / 2) return { endMs, joinedMs, instance, since };
    await kill(instance);
    endMs += 2 * joinedMs;
  }
  throw new Error('an instance took too long to start: the retired key had ended before it could be tried');
}
