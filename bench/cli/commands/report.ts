import { join } from 'node:path';
import { analyse } from '../../../reports/analysis/analyse.ts';
import { BenchError } from '../../errors.ts';
import type { Everything } from '../../plan/catalogue.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import { judgeGates } from '../../run/gates.ts';
import type { Gate } from '../../run/options.ts';
import { held } from '../../runs/acceptance-criteria.ts';
import { readBudgets } from '../../runs/budgets.ts';
import { openRunFolder } from '../../runs/run-folder.ts';
import { readRun, runPath } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';
import { decisionMarginFlag, withDecisionMargin } from '../decision-margin.ts';
import { createFlagReader } from '../flag-reader.ts';

interface ReportFlags {
  readonly formats?: string;
  readonly budgets?: string;
  readonly baseline?: string;
  readonly decisionMargin?: string;
}

export async function addReport({ program, catalogue, exit }: Cli): Promise<void> {
  const all = await catalogue();
  program
    .command('report')
    .summary('write every file of a stored run again')
    .description('write every file of a stored run again; measures nothing')
    .argument('<run>', 'id, path, latest or baseline')
    .option('--formats <list>', `of ${all.formats.map(({ id }) => id).join(', ')}`)
    .option('--budgets <file>', 'also hold it against these limits')
    .option('--baseline <run>', 'also hold it against this run')
    .addOption(decisionMarginFlag())
    .action(async (name: string, { formats, budgets, baseline, decisionMargin }: ReportFlags) => {
      const chosen = chooseFormats(formats, all);
      const path = runPath(name);
      const stored = withDecisionMargin(await readRun(name), decisionMargin);
      const criteria = {
        budgets: budgets === undefined ? undefined : await readBudgets(budgets),
        baseline: baseline === undefined ? undefined : await readRun(baseline),
      };
      const results = held(analyse(stored, all.claims), criteria);
      const files = await openRunFolder(path).publish(results, chosen);
      process.stdout.write(`${files.map((file) => join(path, file)).join('\n')}\n`);
      const gates = ['security', ...(budgets ? ['budget'] : []), ...(baseline ? ['regression'] : [])] as Gate[];
      exit(exitCodes[judgeGates(results, gates, { baselineNamed: baseline !== undefined }).reason].code);
    });
}

/** @throws BenchError AB-E001 that names those which there are not. */
function chooseFormats(list: string | undefined, { formats }: Everything): Everything['formats'] {
  const { choose, problems } = createFlagReader();
  const chosen = choose(
    'formats',
    list,
    formats.map(({ id }) => id),
  );
  if (problems.length > 0) throw new BenchError('AB-E001', problems.join('\n       '));
  return formats.filter(({ id }) => chosen.includes(id));
}
