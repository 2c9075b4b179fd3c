import { failedTrial, isUndecided, runTrial, type Tried } from '../cells/attack.ts';
import { isForeign } from '../foreign/subject.ts';
import { bringUp, type Grounds, type LiveTarget } from '../target/target.ts';
import { assertContract } from './contract.ts';
import { inLanes } from './lanes.ts';
import { contractUsers, type Launch, usersOf } from './launches.ts';
import { patience, prolonged } from './patience.ts';

/** Trials on one server at a time: most of an attack is waiting for something to expire. */
const atOnce = 8;

type OnTried = (tried: Tried) => Promise<void>;

/**
 * Brings a server up, makes its trials, and takes it down. A trial that could decide nothing is made again, twice at
 * most, by itself, on a fresh server in a process of its own and with more time: what stays undecided is not for want of
 * a quiet moment.
 */
export async function runLaunch(launch: Launch, grounds: Grounds, onTried: OnTried): Promise<void> {
  // the one server that is not ours is what it is, however often it is asked
  const factors = isForeign(launch.wish.scheme) ? [1, 1] : patience;
  let next = { launch, sideBySide: atOnce };
  for (const factor of factors.slice(1)) {
    const undecided: Tried[] = [];
    await makeTrials(next.launch, grounds, next.sideBySide, async (tried) => {
      if (isUndecided(tried)) undecided.push(tried);
      else await onTried(tried);
    });
    if (undecided.length === 0) return;
    next = { launch: again(launch, undecided, factor), sideBySide: 1 };
  }
  await makeTrials(next.launch, grounds, next.sideBySide, onTried);
}

function again({ wish }: Launch, undecided: readonly Tried[], factor: number): Launch {
  const longer = wish.settings && { settings: prolonged(wish.settings, factor) };
  return {
    wish: { ...wish, ...longer, hosted: false },
    trials: undecided.map(({ cell, on, weakness, judgement, evidence, earlier = [] }) => {
      return { cell, on, weakness, ...longer, earlier: [...earlier, { because: judgement.because, evidence }] };
    }),
  };
}

async function makeTrials(
  { wish, trials }: Launch,
  grounds: Grounds,
  sideBySide: number,
  onTried: OnTried,
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
    await onTried(broken ? await failedTrial(trial, broken, signal) : await runTrial(trial, live, users, signal));
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
