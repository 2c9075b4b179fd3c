import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Json } from '../../kit/tokens/compact-token.ts';
import { mintEach, minterFrom, type TokenChanges } from '../../kit/tokens/minted-token.ts';
import {
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
  withAccessToken,
} from '../../kit/tokens/presented-token.ts';
import { acceptedFor } from '../../kit/windows/window.ts';
import type { StageTarget } from '../../stage.ts';

type Seen = TokensSeen & {
  /** For how long after its `exp` a token was still accepted. */
  readonly overrunMs: number;
  /** `exp` less `iat` of the genuine token: a verifier elsewhere has nothing else to go by. */
  readonly statedMs: number;
};

/** `exp` is in whole seconds, and so is the clock that jose compares it with. */
const resolutionMs = 1_000;

export default {
  kind: 'attack',
  id: 'jwt-time-claims',
  title: 'Time claims absent, malformed and out of time',
  question: 'Is there a token, signed by the right key, that does not end?',
  goal: 'Go on with a token that should have ended, or never begun.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'RFC 7519 §4.1.4', 'RFC 7519 §4.1.5', 'RFC 7519 §4.1.6', 'ASVS 9.2.1'],
  steps: [
    'Tokens are signed with the key of the server, each like a genuine one but for its exp, nbf and iat: past, future, absent, null, text, a list, negative, and 1e400.',
    'Each is presented; none may speak for anybody.',
    'The life that a genuine token states is held against what is declared.',
    'A last one, sound and about to expire, is presented every 100 ms until ten refusals in a row.',
  ],
  controls: ['jwt-signature-only'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const minter = await minterFrom(stage, held);
    const now = Math.floor(Date.now() / 1_000);
    const tokens = await mintEach(minter, outOfTime(minter.payload, now, stage.target));
    const seen = await present(stage, held, tokens);
    const exp = Math.floor(Date.now() / 1_000) + 1;
    const expiring = withAccessToken(held, await minter.mint({ payload: { exp } }));
    const leftMs = exp * 1_000 - Date.now();
    const boundMs = leftMs + stage.target.settings.toleranceMs + resolutionMs;
    const window = await acceptedFor(stage, boundMs, async () => (await stage.whoAmI(expiring)) !== undefined);
    const { exp: end, iat } = minter.payload;
    const statedMs = 1_000 * (Number(end) - Number(iat));
    return { ...seen, overrunMs: Math.max(0, Math.round(window.lastAcceptedMs - leftMs)), statedMs };
  },

  judge({ overrunMs, statedMs, ...seen }, { settings: { accessMs, toleranceMs } }): Judgement {
    const judged = judgePresented(seen, 'tokens out of time');
    if (judged.outcome !== 'blocked') return judged;
    if (!(statedMs <= accessMs))
      return {
        ...judged,
        outcome: 'succeeded',
        because: `a token states a life of ${statedMs} ms, where ${accessMs} ms are declared: a verifier elsewhere believes it`,
      };
    const overrun = `a sound token was accepted for ${overrunMs} ms after its exp, where ${toleranceMs} ms are declared`;
    return overrunMs > toleranceMs + resolutionMs
      ? { ...judged, outcome: 'succeeded', because: overrun }
      : { ...judged, because: `${judged.because}; ${overrun}` };
  },
} satisfies Attack<Seen>;

function outOfTime(
  payload: Json,
  now: number,
  { settings }: Pick<StageTarget, 'settings'>,
): Record<string, TokenChanges> {
  const forgiven = Math.ceil(settings.toleranceMs / 1_000);
  /** JSON has no infinity, but a number that a parser makes one of. */
  const infinite = (claim: string) => JSON.stringify({ ...payload, [claim]: 'here' }).replace('"here"', '1e400');
  return {
    'exp past': { payload: { iat: now - 60, exp: now - forgiven - 2 } },
    'exp absent': { payload: { exp: undefined } },
    'exp null': { payload: { exp: null } },
    'exp a text': { payload: { exp: String(now + 600) } },
    'exp a date': { payload: { exp: new Date((now + 600) * 1_000).toISOString() } },
    'exp true': { payload: { exp: true } },
    'exp a list': { payload: { exp: [now + 600] } },
    'exp negative': { payload: { exp: -1 } },
    'exp 1e400, iat a year ago': { payload: infinite('exp').replace(/"iat":\d+/, `"iat":${now - 31_536_000}`) },
    'exp in ten years, iat a year ago': { payload: { iat: now - 31_536_000, exp: now + 315_360_000 } },
    'nbf in a minute': { payload: { nbf: now + forgiven + 60 } },
    'nbf a text': { payload: { nbf: String(now - 60) } },
    'iat in a minute': { payload: { iat: now + forgiven + 60, exp: now + 600 } },
    'iat absent': { payload: { iat: undefined } },
    'iat a text': { payload: { iat: String(now) } },
    'iat 1e400': { payload: infinite('iat') },
  };
}
