import { contractRules } from '../../servers/contract/contract.ts';
import { assertContract } from '../cells/contract.ts';
import { inParallel } from '../machine/workers.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import type { RunContext } from '../targets/run-context.ts';
import { failedTrial, isUndecided, runTrial, type Trial, type Tried } from './attack.ts';
import { contractUsers, type Launch, usersOf } from './launches.ts';
import { patience, prolonged } from './patience.ts';

/** Trials on one server at a time: most of an attack is waiting for something to expire. */
const atOnce = 8;

/** Who is told of the trials of a launch. */
interface Watcher {
  /** Its server is up, and the trial begins; again where it is made once more. */
  begun?(trial: Trial): void;
  /** @param ended whether the server ended meanwhile: it would do so again */
  tried(tried: Tried, ended?: boolean): Promise<void>;
}

/**
 * Brings a server up, makes its trials, and takes it down. A trial that could decide nothing is made again, twice at
 * most, by itself, on a fresh server in a process of its own and with more time: what stays undecided is not for want of
 * a quiet moment.
 * @param stop no further trial is begun once it is aborted; their cells are then left as if they had not been planned
 * @param factors how many times as long lifetimes are in each try; one that is no fresh server is what it is, however often it is asked
 */
export async function runLaunch(
  launch: Launch,
  context: RunContext,
  watcher: Watcher,
  stop: AbortSignal = context.signal,
  factors: readonly number[] = launch.options.scheme.isFresh ? patience : [1, 1],
): Promise<void> {
  let next = { launch, sideBySide: atOnce };
  for (const factor of factors.slice(1)) {
    const undecided: Tried[] = [];
    const sifting: Watcher = {
      ...watcher,
      async tried(tried, ended = false) {
        if (isUndecided(tried) && !ended) undecided.push(tried);
        else await watcher.tried(tried);
      },
    };
    await makeTrials(next.launch, context, next.sideBySide, sifting, stop);
    if (undecided.length === 0 || stop.aborted) return;
    next = { launch: again(launch, undecided, factor), sideBySide: 1 };
  }
  await makeTrials(next.launch, context, next.sideBySide, watcher, stop);
}

function again({ options }: Launch, undecided: readonly Tried[], factor: number): Launch {
  const longer = options.settings && { settings: prolonged(options.settings, factor) };
  return {
    options: { ...options, ...longer, hosted: false },
    trials: undecided.map(({ cell, on, weakness, judgement, evidence, earlier = [] }) => {
      return { cell, on, weakness, ...longer, earlier: [...earlier, { because: judgement.because, evidence }] };
    }),
  };
}

async function makeTrials(
  { options, trials }: Launch,
  context: RunContext,
  sideBySide: number,
  watcher: Watcher,
  stop: AbortSignal,
): Promise<void> {
  const { signal, accounts } = context;
  let live: LiveTarget;
  try {
    live = await options.scheme.launch(options, context);
  } catch (error) {
    for (const trial of trials) await watcher.tried(await failedTrial(trial, error, signal));
    return;
  }
  await using _ = live;
  const { scheme, weakness } = options;
  const broken = scheme.keepsContract && !weakness ? await contractProblem(live, context) : undefined;
  let taken = contractUsers;
  const placed = trials.map((trial) => {
    const from = taken;
    taken += usersOf(trial);
    return { trial, users: accounts.users.slice(from, taken) };
  });
  await inParallel(placed, Array.from({ length: scheme.isFresh ? sideBySide : 1 }), async ({ trial, users }) => {
    if (stop.aborted) return;
    if (broken) return watcher.tried({ ...(await failedTrial(trial, broken, signal)), breaksContract: true });
    const ends = live.ends?.();
    watcher.begun?.(trial);
    await watcher.tried(await runTrial(trial, live, users, signal), live.ends?.() !== ends);
  });
}

async function contractProblem(live: LiveTarget, { accounts, signal }: RunContext): Promise<unknown> {
  try {
    await assertContract(live.enter(accounts.users.slice(0, contractUsers)).stage, contractRules);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}
