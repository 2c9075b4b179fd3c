import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { Calibration } from '../../reports/results.ts';
import { type Calibrated, resolvable, roundsForMargin } from '../../reports/statistics/calibration.ts';
import { leadMs } from '../cells/load-jobs.ts';
import { type Profile, profiles } from '../plan/profiles.ts';

const folder = join('.cache', 'calibration');

/** Kept for this machine and this Node.js: another one has to find out for itself. */
function fileOf(): string {
  const machine = [hostname(), cpus()[0]?.model, availableParallelism(), process.version].join();
  return join(folder, `${createHash('sha256').update(machine).digest('hex').slice(0, 16)}.json`);
}

export async function readCalibration(): Promise<Calibration | undefined> {
  const text = await readFile(fileOf(), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Calibration.safeParse(JSON.parse(text)).data;
}

export async function keepCalibration(calibration: Calibration): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileOf(), `${JSON.stringify(calibration, undefined, 2)}\n`);
  return fileOf();
}

/**
 * What the machine's noise means for each profile. Longer rounds are taken to be as noisy as the short ones that were
 * measured: what differs between launches does not become less with the length of a block.
 */
export function calibrationOf({ sd, control }: Calibrated, msPerCell: number, at: string): Calibration {
  const rounds = roundsForMargin(sd);
  const asideMs = msPerCell - underLoadMs(profiles.quick);
  const roundMs = (profile: Profile) => armsOfARound * (asideMs * profile.load.instances + underLoadMs(profile));
  return {
    at,
    sd,
    sound: control.verdict !== 'invalid' || control.discarded !== 0,
    ...(rounds !== undefined && { forMargin: { rounds, minutes: (rounds * roundMs(profiles.quick)) / 60_000 } }),
    profiles: [profiles.quick, profiles.standard, profiles.full].map((profile) => {
      const fit = Math.min(profile.load.rounds, Math.floor(profile.load.reservedMs / roundMs(profile)));
      return { id: profile.id, rounds: fit, resolves: Math.min(resolvable(sd, fit), mostResolvable) };
    }),
  };
}

const armsOfARound = 5;
/** What one arm is given in a round, where its cost comes to rest halfway. */
function underLoadMs({ load: { warmUp, slices, sliceMs } }: Profile): number {
  return warmUp.burstsMs + ((warmUp.least + warmUp.most) / 2 + slices) * (sliceMs + leadMs);
}

/** JSON has no infinity; nobody cares to know which. */
const mostResolvable = 10;
