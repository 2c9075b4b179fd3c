import { failedTrial, isUndecided, runTrial, type Tried } from '../cells/attack.ts';
import { isForeign } from '../foreign/subject.ts';
import { bringUp, type Grounds, type LiveTarget } from '../target/target.ts';
import { assertContract } from './contract.ts';
import { inLanes } from './lanes.ts';
import { contractUsers, type Launch, usersOf } from './launches.ts';

/** Trials on one server at a time: most of an attack is waiting for something to expire. */
const atOnce = 8;

/** @param ended whether the server ended meanwhile: it would do so again */
type OnTried = (tried: Tried, ended?: boolean) => Promise<void>;

/**
 * Brings a server up, makes its trials, and takes it down. A trial that could decide nothing is made once more, by
 * itself and on a fresh server in a process of its own: what stays undecided is not for want of a quiet moment.
 * @param stop no further trial is begun once it is aborted; their cells are then left as if they had not been planned
 */
export async function runLaunch(
  launch: Launch,
  grounds: Grounds,
  onTried: OnTried,
  stop: AbortSignal = grounds.signal,
): Promise<void> {
  const undecided: Tried[] = [];
  const sift: OnTried = async (tried, ended = false) => {
    if (isUndecided(tried) && !ended) undecided.push(tried);
    else await onTried(tried);
  };
  await makeTrials(launch, grounds, atOnce, sift, stop);
  if (undecided.length === 0 || stop.aborted) return;
  const again: Launch = {
    wish: { ...launch.wish, hosted: false },
    trials: undecided.map(({ cell, on, weakness, judgement, evidence }) => {
      return { cell, on, weakness, earlier: { because: judgement.because, evidence } };
    }),
  };
  await makeTrials(again, grounds, 1, onTried, stop);
}

async function makeTrials(
  { wish, trials }: Launch,
  grounds: Grounds,
  sideBySide: number,
  onTried: OnTried,
  stop: AbortSignal,
): Promise<void> {
  const { signal, accounts } = grounds;
  let live: LiveTarget;
  try {
    live = await bringUp(wish, grounds);
  } catch (error) {
    for (const trial of trials) await onTried(await failedTrial(trial, error, signal));
    return;
  }
  await using _ = live;
  const foreign = isForeign(wish.scheme);
  // one that is not ours passed its own check before anything was asked of it
  const broken = wish.weakness || foreign ? undefined : await contractProblem(live, grounds);
  let taken = contractUsers;
  const placed = trials.map((trial) => {
    const from = taken;
    taken += usersOf(trial);
    return { trial, users: accounts.users.slice(from, taken) };
  });
  await inLanes(placed, Array.from({ length: foreign ? 1 : sideBySide }), async ({ trial, users }) => {
    if (stop.aborted) return;
    if (broken) return onTried(await failedTrial(trial, broken, signal));
    const ends = live.ends?.();
    await onTried(await runTrial(trial, live, users, signal), live.ends?.() !== ends);
  });
}

async function contractProblem(live: LiveTarget, { accounts, signal }: Grounds): Promise<unknown> {
  try {
    await assertContract(live.enter(accounts.users.slice(0, contractUsers)).stage);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}
