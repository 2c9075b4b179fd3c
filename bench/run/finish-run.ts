import type { Results } from '../../reports/results/results.ts';
import { command } from '../../reports/text/installation.ts';
import { clock } from '../cells/progress.ts';
import { errorLine } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import { held } from '../runs/acceptance-criteria.ts';
import { remember } from '../runs/history.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { nameOfRun } from '../runs/stored-runs.ts';
import { type ExitReason, exitCodes, stoppedBy } from './exit-codes.ts';
import { judgeGates } from './gates.ts';
import type { RunRequest } from './run-request.ts';
import { mostMs, overtime } from './stop.ts';
import { StrayFailure } from './stray-failure.ts';
import { unreached } from './unreached.ts';

export interface Finished {
  readonly results: Results;
  readonly folder: RunFolder;
  readonly reason: ExitReason;
}

/** Holds what was measured against what was asked of it, and writes the reports. @param left what its plan has that it did not come to */
export async function finishRun(ended: Results, folder: RunFolder, request: RunRequest, left: Plan): Promise<Finished> {
  const { options, all, criteria, stop, progress } = request;
  const measured = criteria === undefined ? ended : held(ended, criteria);
  const also: ExitReason[] = stop.soft.aborted ? [stoppedBy(stop.soft)] : [];
  const { reason, because } = judgeGates(measured, options.failOn, {
    also,
    baselineNamed: criteria?.baselineNamed ?? false,
  });
  const missed = stop.soft.aborted ? unreached(left, command(`--resume ${nameOfRun(folder.path)}`)) : undefined;
  const open = missed === undefined ? [] : [missed];
  const results: Results = {
    ...measured,
    run: {
      ...measured.run,
      exit: {
        code: exitCodes[reason].code,
        reasons: [...stoppedEarly(stop.soft, options.profile), ...open, ...because],
      },
    },
    ...(criteria && { history: await remember(measured) }),
  };
  const formats = all.formats.filter(({ id }) => id === 'json' || options.formats.includes(id));
  await folder.publish(results, formats);
  if (results.run.state === 'complete')
    await folder.makeLatest().catch((error) => progress.say(`latest     not moved: ${errorLine(error)}`));
  return { results, folder, reason };
}

function stoppedEarly({ reason }: AbortSignal, profile: Profile): string[] {
  if (reason === overtime)
    return [`the run was stopped after ${clock(mostMs(profile))} min, the most that it may take`];
  return reason instanceof StrayFailure ? [reason.message] : [];
}
