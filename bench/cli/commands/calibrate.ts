import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { calibrated } from '../../../reports/statistics/calibration.ts';
import { createProgress } from '../../cells/progress.ts';
import { BenchError } from '../../errors.ts';
import { calibrationOf, keepCalibration } from '../../load/calibration/calibration.ts';
import { calibrationText, countsText, repeatable } from '../../load/calibration/calibration-text.ts';
import { repeated } from '../../load/calibration/repeated.ts';
import { cacheFolder } from '../../machine/cache-folder.ts';
import { createPlan, suites } from '../../plan/plan.ts';
import { mainScenarioId } from '../../plan/plan-load.ts';
import { type Profile, profiles } from '../../plan/profiles.ts';
import { type ExitReason, exitCodes, stoppedBy } from '../../run/exit-codes.ts';
import { run } from '../../run/run.ts';
import type { RunStop } from '../../run/stop.ts';
import { withStop } from '../../run/with-stop.ts';
import type { Cli } from '../command.ts';
import { readOptions } from '../options.ts';

/** As in the quick profile, on one scheme, and nothing but its load. */
function profileOf(load: Partial<Profile['load']>): Profile {
  const { quick } = profiles;
  const alone = { piloted: 1, furtherRounds: 0, looks: [] };
  return { ...quick, maxMs: load.reservedMs ?? quick.maxMs, load: { ...quick.load, ...alone, ...load } };
}

const calibrating = profileOf({ rounds: 16, reservedMs: 150_000, planted: [0.2, 0.5] });
/** One run answers three questions: are equals called different, is 20 % found, does 3 % ever get the wrong sign. */
const repeatedly = profileOf({ rounds: 7, slices: 30, reservedMs: 225_000, planted: [0, 0.03, 0.2] });

export function addCalibrate({ program, catalogue, args, exit }: Cli): void {
  program
    .command('calibrate')
    .summary('what this machine can tell apart')
    .description('what this machine can tell apart: a scheme against itself, and slowed down by 20 and by 50 % (3 min)')
    .option(
      '--repeat <n>',
      'run the small calibration so often and count the verdicts (about 4 min each; fails where a promise is not kept)',
    )
    .option('--store <where>', 'as for run', 'auto')
    .action(async ({ repeat, store }: { repeat?: string; store: string }) => {
      const times = repeat === undefined ? undefined : Number(repeat);
      if (times !== undefined && !(Number.isInteger(times) && times > 0))
        throw new BenchError('AB-E001', `--repeat '${repeat}' is not a whole number above 0`);
      const reason = await withStop((stop) => (times === undefined ? once(stop, store) : often(times, stop, store)));
      exit(exitCodes[reason].code);
    });

  async function once(stop: RunStop, store: string): Promise<ExitReason> {
    const { results, secondsPerCell } = await measure(calibrating, stop, store);
    // a part of it would stand for this machine until the next one
    if (stop.soft.aborted) return cutShort(stop);
    const found = calibrated(results);
    const all = await catalogue();
    const planned = (profile: Profile) => createPlan(all, profile, { suites, scenarios: [], seed: 1 }).loadRounds;
    const calibration = calibrationOf(found, secondsPerCell * 1_000, planned, results.run.startedAt);
    process.stdout.write(calibrationText(found, calibration, calibrated(results, 'throughput')));
    if (!Number.isNaN(found.sd)) process.stdout.write(`kept in ${await keepCalibration(calibration)}\n`);
    return 'ok';
  }

  async function often(times: number, stop: RunStop, store: string): Promise<ExitReason> {
    const found = [];
    for (let i = 1; i <= times && !stop.soft.aborted; i++) {
      const one = calibrated((await measure(repeatedly, stop, store)).results);
      process.stdout.write(repeatable(i, one));
      // the one that was cut short proves nothing
      if (!stop.soft.aborted) found.push(one);
    }
    if (found.length === 0) return cutShort(stop);
    process.stdout.write(countsText(found));
    return repeated(found).broken.length > 0 ? 'failed' : 'ok';
  }

  async function measure(profile: Profile, stop: RunStop, store: string) {
    const all = await catalogue();
    const reference = all.schemes[0]?.id ?? '';
    const flags = { profile: 'quick', schemes: reference, suite: 'load', scenario: mainScenarioId, formats: 'json' };
    const out = join(cacheFolder('calibration'), 'runs', randomBytes(4).toString('hex'));
    const wanted = {
      ...flags,
      out,
      store,
      ui: 'lines',
      cluster: 'processes',
      balancer: 'none',
      failOn: 'none',
      confirm: '0',
    };
    const progress = createProgress('lines');
    const startedAt = performance.now();
    const { results } = await run({
      options: { ...readOptions(wanted, all), profile },
      all,
      command: args.join(' '),
      progress,
      stop,
    });
    progress.end();
    return { results, secondsPerCell: (performance.now() - startedAt) / 1_000 / Math.max(1, results.cells.length) };
  }
}

function cutShort({ soft }: RunStop): ExitReason {
  process.stdout.write('cut short: nothing is concluded or kept\n');
  return stoppedBy(soft);
}
