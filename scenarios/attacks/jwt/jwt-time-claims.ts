import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Json, TokenChanges } from '../../kit/tokens/compact-token.ts';
import { type Minter, mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import {
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
  withAccessToken,
} from '../../kit/tokens/presented-token.ts';
import { acceptedFor } from '../../kit/windows/window.ts';
import type { Stage, StageTarget } from '../../stage.ts';

type Seen = TokensSeen & {
  /** For how long after its `exp` a token was still accepted; absent where nobody says for how long it may be. */
  readonly overrun?: { readonly ms: number; readonly declaredMs: number };
  /** `exp` less `iat` of the genuine token: a verifier elsewhere has nothing else to go by. Absent where no life is declared. */
  readonly stated?: { readonly ms: number; readonly declaredMs: number };
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
  fix: 'Refuse a token without exp, and one whose exp, nbf or iat is no number or out of time. Forgive clocks no more than you declare.',
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
    const { declared, lifetimes } = stage.target;
    const { exp: end, iat } = minter.payload;
    const { access } = lifetimes;
    return {
      ...seen,
      ...(declared.leewayMs !== undefined && { overrun: await overrunOf(stage, held, minter, declared.leewayMs) }),
      ...(access !== undefined && { stated: { ms: 1_000 * (Number(end) - Number(iat)), declaredMs: access } }),
    };
  },

  judge({ overrun, stated, ...seen }): Judgement {
    const judged = judgePresented(seen, 'tokens out of time');
    if (judged.outcome !== 'blocked') return judged;
    if (stated && !(stated.ms <= stated.declaredMs))
      return {
        ...judged,
        outcome: 'succeeded',
        because: `a token states a life of ${stated.ms} ms, where ${stated.declaredMs} ms are allowed: a verifier elsewhere believes it`,
      };
    if (!overrun) return judged;
    const because = `a sound token was accepted for ${overrun.ms} ms after its exp, where ${overrun.declaredMs} ms are allowed`;
    return overrun.ms > overrun.declaredMs + resolutionMs
      ? { ...judged, outcome: 'succeeded', because }
      : { ...judged, because: `${judged.because}; ${because}` };
  },
} satisfies Attack<Seen>;

async function overrunOf(stage: Stage, held: Credential, { mint }: Minter, declaredMs: number) {
  const exp = Math.floor(Date.now() / 1_000) + 1;
  const expiring = withAccessToken(held, await mint({ payload: { exp } }));
  const leftMs = exp * 1_000 - Date.now();
  const boundMs = leftMs + declaredMs + resolutionMs;
  const window = await acceptedFor(stage, boundMs, async () => (await stage.whoAmI(expiring)) !== undefined);
  return { ms: Math.max(0, Math.round(window.lastAcceptedMs - leftMs)), declaredMs };
}

/** What verifiers forgive of clocks by default is five minutes at most: beyond an hour nobody does. */
const longestLeewayMs = 3_600_000;

function outOfTime(
  payload: Json,
  now: number,
  { declared: { leewayMs = longestLeewayMs } }: Pick<StageTarget, 'declared'>,
): Record<string, TokenChanges> {
  const forgiven = Math.ceil(leewayMs / 1_000);
  /** JSON has no infinity, but a number that a parser makes one of. */
  const infinite = (claim: string) => JSON.stringify({ ...payload, [claim]: 'here' }).replace('"here"', '1e400');
  return {
    'exp past': { payload: { iat: now - forgiven - 60, exp: now - forgiven - 2 } },
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
    'iat in a minute': { payload: { iat: now + forgiven + 60, exp: now + forgiven + 600 } },
    'iat absent': { payload: { iat: undefined } },
    'iat a text': { payload: { iat: String(now) } },
    'iat 1e400': { payload: infinite('iat') },
  };
}
