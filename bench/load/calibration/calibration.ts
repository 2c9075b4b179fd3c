import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { Calibration } from '../../../reports/results/results.ts';
import { type Calibrated, resolvable, roundsForMargin } from '../../../reports/statistics/calibration.ts';
import { mostDiscarded } from '../../../reports/statistics/verdict.ts';
import { cacheFolder } from '../../machine/cache-folder.ts';
import type { LoadRound } from '../../plan/plan-load.ts';
import { type Profile, profiles } from '../../plan/profiles.ts';
import { leadMs } from '../load-jobs.ts';

/** Kept for this machine and this Node.js: another one has to find out for itself. */
function fileOf(): string {
  const machine = [hostname(), cpus()[0]?.model, availableParallelism(), process.version].join();
  return join(cacheFolder('calibration'), `${createHash('sha256').update(machine).digest('hex').slice(0, 16)}.json`);
}

/** None where there is none yet, or where the file is damaged: it can be made again, and no run needs it. */
export async function readCalibration(): Promise<Calibration | undefined> {
  try {
    return Calibration.parse(JSON.parse(await readFile(fileOf(), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a run may read it meanwhile. */
export async function keepCalibration(calibration: Calibration): Promise<string> {
  const file = fileOf();
  const part = `${file}.${process.pid}.part`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(part, `${JSON.stringify(calibration, undefined, 2)}\n`);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return file;
}

/**
 * What the machine's noise means for each profile, whose rounds are planned as in a run of everything. Longer rounds are
 * taken to be as noisy as the short ones that were measured: what differs between launches does not become less with the
 * length of a block.
 */
export function calibrationOf(
  { sd, control }: Calibrated,
  msPerCell: number,
  planned: (profile: Profile) => readonly LoadRound[],
  at: string,
): Calibration {
  const asideMs = msPerCell - underLoadMs(profiles.quick);
  const costMs = (profile: Profile) => asideMs * profile.load.instances + underLoadMs(profile);
  const rounds = roundsForMargin(sd);
  const { verdict, discarded = 0 } = control;
  return {
    at,
    sd,
    sound: verdict !== 'invalid' || discarded > mostDiscarded * (control.rounds + discarded),
    ...(rounds !== undefined && {
      forMargin: { rounds, minutes: (rounds * armsOfComparison * costMs(profiles.quick)) / 60_000 },
    }),
    profiles: [profiles.quick, profiles.standard, profiles.full].map((profile) => {
      const fit = roundsInTime(planned(profile), costMs(profile), profile.load.reservedMs);
      return { id: profile.id, rounds: fit, resolves: Math.min(resolvable(sd, fit), mostResolvable) };
    }),
  };
}

/** Every scheme, the A/A arm and the floor: what a round holds once the further scenarios have had theirs. */
const armsOfComparison = 5;

/** The first round is run however long it takes. */
export function roundsInTime(rounds: readonly LoadRound[], msPerCell: number, reservedMs: number): number {
  let leftMs = reservedMs;
  const fit = rounds.findIndex((cells, i) => {
    leftMs -= cells.length * msPerCell;
    return leftMs < 0 && i > 0;
  });
  return fit < 0 ? rounds.length : fit;
}

/**
 * What one arm is given in a round, where two are warmed up at once, in half of the time that they might take, and come to
 * rest as soon as can be told.
 */
function underLoadMs({ load: { warmUp, saturation, slices, sliceMs } }: Profile): number {
  const saturated = (saturation.before + saturation.wanted) * (saturation.sliceMs + leadMs);
  return (warmUp.burstsMs + warmUp.mostMs) / 4 + saturated + (1 + slices) * (sliceMs + leadMs);
}

/** JSON has no infinity; nobody cares to know which. */
const mostResolvable = 10;
