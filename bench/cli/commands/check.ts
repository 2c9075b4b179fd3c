import { type BudgetResult, judgeBudgets } from '../../../reports/comparison/budgets.ts';
import { wrap } from '../../../reports/text/wrap.ts';
import { budgetNames } from '../../plan/budget-names.ts';
import { type ExitReason, exitCodes, strongest } from '../../run/exit-codes.ts';
import { budgetReasons } from '../../run/gates.ts';
import { readBudgets, today } from '../../runs/budgets.ts';
import { readBaseline, readRun } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

export function addCheck({ program, catalogue, exit }: Cli): void {
  program
    .command('check')
    .summary('hold a stored run against budgets')
    .description('hold a stored run against budgets; exit 1 when one at level error is breached')
    .argument('[run]', 'id, path, latest or baseline', 'latest')
    .requiredOption('--budgets <file>', 'JSON (authbench schema budgets); an example is reports/example/budgets.json')
    .option('--baseline <run>', 'instead of the one set by authbench baseline set')
    .option('--json', 'the same for programs')
    .action(
      async (run: string, { budgets: file, baseline, json }: { budgets: string; baseline?: string; json?: true }) => {
        const against = baseline === undefined ? await readBaseline() : await readRun(baseline);
        const stored = await readRun(run);
        const budgets = await readBudgets(file, budgetNames(await catalogue()), stored);
        const results = judgeBudgets(budgets, stored, today(), against);
        const { code, means } = exitCodes[strongest(results.flatMap(reasonOf))];
        const lines = [
          ...wrap(`Run ${stored.run.id} against ${file}, baseline ${against?.run.id ?? 'none'}`, ''),
          '',
          ...results.flatMap(({ id, level, state, because }) => wrap(`${id}: ${because}`, mark(state, level))),
          '',
          ...wrap(`exit ${code}: ${means}`, ''),
        ];
        const told = { run: stored.run.id, baseline: against?.run.id ?? null, budgets: results, exit: code };
        process.stdout.write(json ? `${JSON.stringify(told)}\n` : `${lines.join('\n')}\n`);
        exit(code);
      },
    );
}

function mark(state: BudgetResult['state'], level: BudgetResult['level']): string {
  return `${state.padEnd(13)}${level === 'warn' ? 'warn  ' : 'error '}`;
}

function reasonOf({ state, level }: BudgetResult): ExitReason[] {
  return level === 'error' ? [budgetReasons[state]] : [];
}
