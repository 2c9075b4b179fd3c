import type { Results } from '../../reports/results/results.ts';
import type { Agents } from '../agents/open-agents.ts';
import { inPlanOrder } from '../cells/plan-order.ts';
import { createResultsBuilder, type ResultsBuilder } from '../cells/results-builder.ts';
import { type Cores, coresOf, coresText } from '../cluster/cores.ts';
import { errorLine } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { blankResults, type RunFacts } from './blank-results.ts';
import { conditions, ofAgents } from './conditions.ts';
import type { OpenTargets } from './open-targets.ts';
import type { RunOptions } from './options.ts';
import { continued, withoutCut } from './resume.ts';
import type { RunRequest } from './run-request.ts';
import type { RunScope } from './run-scope.ts';

interface Beginning extends Pick<RunFacts, 'id' | 'startedAt' | 'store' | 'deployment'> {
  readonly request: RunRequest;
  readonly variations: RunScope['variations'];
  /** All cells of the run, and those of them that are left to do. */
  readonly whole: Plan;
  readonly plan: Plan;
  readonly targets: OpenTargets;
  readonly folder: RunFolder;
  readonly agents?: Agents;
  /** Or why all share them. */
  readonly cores: Cores | string;
}

/** Results before the first cell: blank ones, or those of the run that is gone on with. */
export async function beginResults(beginning: Beginning): Promise<ResultsBuilder> {
  const { request, plan, whole, targets, folder } = beginning;
  const { options, all, progress } = request;
  const { resume, decisionMargin } = options;
  const fresh = await freshResults(beginning);
  const continuing = `Continued at ${beginning.startedAt.toISOString()} by ${request.command}.`;
  const start = {
    ...(resume ? continued(withoutCut(resume, plan), fresh, continuing) : fresh),
    ...(decisionMargin !== undefined && { decisionMargin }),
  };
  const builder = createResultsBuilder(start, all.claims, inPlanOrder(whole), folder, (error) =>
    progress.say(`not saved  ${errorLine(error)}; the run goes on, and tries again with the next cell`),
  );
  if (resume) await folder.passOnLatest().catch((error) => progress.say(`latest     not moved: ${errorLine(error)}`));
  await builder.add(targets.found);
  return builder;
}

async function freshResults({ request, whole, plan, targets, variations, cores, agents, ...facts }: Beginning) {
  const { options, all, command } = request;
  const notes = [
    ...conditions(plan, options, all, targets.all),
    ...(agents ? ofAgents(agents, options.agents) : []),
    ...(whole.loadRounds.length > 0 && !agents?.runServers ? [coresText(cores, facts.store)] : []),
  ];
  const about = {
    ...facts,
    command,
    notes,
    elsewhere: {
      ...(agents?.makeLoad && { load: 'from agents' }),
      ...(agents?.runServers && { servers: 'on agents' }),
    },
    ...(typeof cores !== 'string' && { cores: coresOf(cores) }),
  };
  return {
    ...(await blankResults(about, options, targets.all, { ...all, variations })),
    ...targetFacts(options, targets),
  };
}

/** What the report says of external targets, with the requests that they had so far. */
export function targetFacts(options: RunOptions, targets: OpenTargets): Pick<Results, 'targets'> {
  return options.targets.length > 0 ? { targets: targets.facts(options.resume?.targets) } : {};
}
