import { isMain } from '../../reports/results/arm.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { observe } from '../cells/observe.ts';
import { randomOf } from '../machine/random.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import { isBounded, type TargetOptions } from '../targets/target.ts';
import { autocannonThroughput, offerRate, prepareArm, saturate } from './arm-under-load.ts';
import { options } from './load-jobs.ts';
import { factsOf, loadOutcome, lostRound } from './load-outcome.ts';
import type { LoadSetup } from './load-setup.ts';
import type { Offer } from './pilot.ts';
import { storeShareOf } from './store-use.ts';

/**
 * One arm of one round: a fresh launch, warmed up beside others, then load in slices, in turn with the other arms, so that
 * whatever else the machine does falls on all of them (after Bulej et al. 2020, whose arms run at the same time: on two
 * cores they would measure each other). Slices at saturation come first, where its capacity is asked for: nothing warms
 * a server up like them.
 */
export async function runLoad(cell: LoadCell, ratePerSecond: number, setup: LoadSetup): Promise<CellOutcome> {
  const { facts, scenario, scheme, arm, launchOptions, round, place } = cell;
  const { extent, context } = setup;
  const about = { cell: facts, title: `${scenario.title}, round ${round}`, withinMs: longestRoundMs };
  const v8Seed = seedOfRound(context.seed, round);
  const wanted: TargetOptions = { ...options(scheme, extent), v8Seed, ...launchOptions };
  const seen = await observe(about, wanted, context, async ({ stage }, live) => {
    const prepared = await prepareArm(cell, ratePerSecond, setup, { stage, live });
    const saturated = cell.saturated && !isBounded(scheme) ? await saturate(prepared) : undefined;
    const offered = await offerRate(prepared, saturated?.slices);
    // last, when nobody waits for its turn any more that has none
    const check = saturated && round === 1 && isMain({ arm }) ? await autocannonThroughput(prepared) : undefined;
    const { open } = offered;
    const closed = saturated?.closed;
    const disturbedSweeps = (saturated?.slices.disturbed ?? 0) + offered.slices.disturbed;
    return {
      value: {
        open,
        closed: closed && { ...closed, metrics: [...closed.metrics, ...(check ? [check] : [])] },
        storeRttUs: live.storeRttUs,
        storeShare: prepared.commands && storeShareOf(open.result, prepared.commands),
      },
      facts: {
        ratePerSecond,
        place,
        disturbedSweeps,
        ...factsOf(open),
        ...(closed && { saturation: factsOf(closed) }),
      },
    };
  });
  return loadOutcome(cell, seen, ratePerSecond);
}

/** Every arm of a round draws the same, and those of the next round something else: launches differ by less then. */
function seedOfRound(seed: number, round: number): number {
  return 1 + Math.floor(randomOf(`round ${round}`, seed)() * (2 ** 31 - 2));
}

/** Loads an arm as it is offered; one that is offered nothing loses the round. */
export async function loadOffered(cell: LoadCell, offer: Offer, setup: LoadSetup): Promise<CellOutcome> {
  return 'perSecond' in offer ? runLoad(cell, offer.perSecond, setup) : lostRound(cell, offer.because);
}

/** A cell is up for as long as its round, and waits for the turns of all others. */
export const longestRoundMs = 1_800_000;
