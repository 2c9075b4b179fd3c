import type { Attack, Judgement } from '../../kinds/attack.ts';
import { goesOn, heldAfter, isRenewed, redeem } from '../../kit/clients/renewal.ts';
import { cookiesSetBy, isDeletion } from '../../kit/clients/set-cookie.ts';
import { together } from '../../kit/evidence/together.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** Whether a request that was let in was still unanswered when the logout had been answered. */
  readonly overlapped: boolean;
  readonly logoutDone: boolean;
  /** Whether the copy worked right after the logout, before the request in flight ended. */
  readonly liveAfterLogout: boolean;
  /** Whether the copy, or what the late answer handed out, worked when all was over. */
  readonly resurrected: boolean;
  /** Whether the late answer handed out a session again, so that the browser would seem to be signed in. */
  readonly handedOut: boolean;
};

type Seen = {
  /** Whether a logout by itself, with nothing else under way, ends a copy: what never ended does not come back. */
  readonly endsAlone: boolean;
  readonly rounds: readonly Round[];
};

const rounds = 20;
/** Of those with renewals: in so many the renewal comes first for certain. */
const roundsInTurn = 4;
const slowMs = 400;
const logoutAfterMs = 100;

export default {
  kind: 'attack',
  id: 'logout-resurrection',
  title: 'Resurrection of an ended sign-in',
  question: 'Can a request that is under way during the logout bring the ended sign-in back to life?',
  goal: 'Make a copied credential good again after the victim has logged out.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-362', 'ASVS 7.4.1', 'WSTG-SESS-06'],
  steps: [
    `A request that takes ${slowMs} ms is sent with the credential; the victim logs out ${logoutAfterMs} ms later, at another instance.`,
    'The copy is tried after the logout, and again when the slow request has been answered, as is any credential that its answer hands out.',
    `Where there are refresh tokens: redemption and logout are released together, in ${roundsInTurn} rounds one after the other, then the old token and its successor are redeemed.`,
    `${rounds} rounds, each with a sign-in of its own.`,
  ],
  fix: 'Let no request under way write an ended sign-in back: change it in one atomic step, only where it still exists. End its renewed tokens with it.',
  controls: [
    'store-update-revives',
    'renewal-revives-family',
    'logout-ends-one-token',
    'late-request-lifts-denial',
    'late-request-writes-token-back',
    'late-request-restores-date',
  ],
  needs: { instances: 2, steps: ['logout', ['slow', 'refresh']], settings: withoutLag },
  appliesTo: ({ store, behind }) =>
    behind
      ? 'what is asked of another server writes nothing late: bff-logout-race tries what does, the renewal of tokens'
      : store !== 'never' || 'nothing is kept on the server that could come back',
  expected: () => 'blocked',

  async attempt(stage) {
    const endsAlone = await isEndedAlone(stage);
    if (!stage.target.protocol.steps.refresh) {
      return { endsAlone, rounds: await Promise.all(Array.from({ length: rounds }, () => slowRound(stage))) };
    }
    // one after the other: on a busy server one of the two would regularly be through before the other one begins
    const seen: Round[] = [];
    for (let i = 0; i < rounds; i += 1) seen.push(await renewalRound(stage, i < roundsInTurn));
    return { endsAlone, rounds: seen };
  },

  judge({ endsAlone, rounds }): Judgement {
    if (!endsAlone)
      return { outcome: 'inconclusive', because: 'the logout did not end the sign-in in the first place' };
    const raced = rounds.filter(({ overlapped, logoutDone }) => overlapped && logoutDone);
    const revived = raced.filter(({ liveAfterLogout, resurrected }) => resurrected && !liveAfterLogout);
    const again = raced.filter(({ handedOut }) => handedOut);
    const counts = { tries: raced.length, successes: Math.max(revived.length, again.length) };
    if (revived.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the ended sign-in came back to life in ${revived.length} of ${raced.length} rounds`,
      };
    // Where the two cross, the late answer had been saved before the logout came: once in a while that is sound.
    if (2 * again.length >= raced.length && again.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the late answer set the cookie of the ended sign-in again in ${again.length} of ${raced.length} rounds`,
      };
    if (raced.length === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'no logout was answered while the other request was under way',
      };
    if (raced.some(({ liveAfterLogout }) => liveAfterLogout))
      return { ...counts, outcome: 'inconclusive', because: 'the logout did not end the sign-in in the first place' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `the sign-in stayed ended in ${raced.length} of ${raced.length} rounds`,
    };
  },
} satisfies Attack<Seen>;

async function isEndedAlone(stage: Stage): Promise<boolean> {
  const held = await stage.signIn(stage.victim);
  await stage.perform('logout', { as: held });
  return !(await goesOn(stage, held));
}

async function slowRound(stage: Stage): Promise<Round> {
  const { instances, protocol } = stage.target;
  const held = await stage.signIn(stage.victim, { instance: 0 });
  let answered = false;
  const late = async () => {
    const reply = await stage.perform('slow', { as: held, instance: 0, values: { ms: String(slowMs) } });
    answered = true;
    return reply;
  };
  const logOut = async () => {
    await stage.wait(logoutAfterMs);
    const logout = await stage.perform('logout', { as: held, instance: 1 % instances });
    const unanswered = !answered;
    const live = (await stage.whoAmI(held, { instance: 1 % instances })) !== undefined;
    // Alive again already where the late request was answered meanwhile: that is no logout without effect.
    return { logout, unanswered, liveAfterLogout: live && !answered };
  };
  const [{ credential, headers, status }, { logout, unanswered, liveAfterLogout }] = await together(late(), logOut());
  // on a busy machine it may come after the logout, and is refused then as it should be
  const overlapped = unanswered && (protocol.steps.slow?.ok.includes(status) ?? false);
  const alive = [
    await stage.whoAmI(held, { instance: 0 }),
    await stage.whoAmI(credential, { instance: 1 % instances }),
  ];
  return {
    overlapped,
    logoutDone: protocol.steps.logout?.ok.includes(logout.status) ?? false,
    liveAfterLogout,
    resurrected: alive.some((id) => id !== undefined),
    handedOut: overlapped && cookiesSetBy(headers).some((cookie) => !isDeletion(cookie)),
  };
}

async function renewalRound(stage: Stage, inTurn: boolean): Promise<Round> {
  const { instances, protocol } = stage.target;
  const held = await stage.signIn(stage.victim, { instance: 0 });
  const [renew, logOut] = [
    { request: stage.request('refresh', { as: held }), instance: 0 },
    { request: stage.request('logout', { as: held }), instance: 1 % instances },
  ];
  // the thief has renewed, and the owner logs out with what they still hold
  const [renewal, logout] = inTurn
    ? [await stage.send(renew.request, renew), await stage.send(logOut.request, logOut)]
    : await stage.race([renew, logOut]);
  if (!renewal || !logout) throw new Error('a race answers every entry');
  const successor = isRenewed(stage, renewal) ? await redeem(stage, heldAfter(held, renewal)) : undefined;
  const original = await redeem(stage, held);
  return {
    overlapped: true,
    logoutDone: protocol.steps.logout?.ok.includes(logout.status) ?? false,
    liveAfterLogout: false,
    resurrected: successor !== undefined || original !== undefined,
    // A renewal that came first hands out what the logout then ends.
    handedOut: false,
  };
}
