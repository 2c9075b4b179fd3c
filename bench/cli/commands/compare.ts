import { compareRuns } from '../../../reports/comparison/compare-runs.ts';
import { comparedText } from '../../../reports/comparison/compared-text.ts';
import { unheld } from '../../../reports/comparison/unheld.ts';
import { wrap } from '../../../reports/text/wrap.ts';
import { BenchError } from '../../errors.ts';
import { exitCodes, strongest } from '../../run/exit-codes.ts';
import { readRun } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

export function addCompare({ program, exit }: Cli): void {
  program
    .command('compare')
    .summary('what changed between two stored runs')
    .description(
      'what changed between two stored runs; exit 1 when something got worse, 3 when they cannot be compared',
    )
    .argument('<base>', 'the older run: id, path, latest or baseline')
    .argument('<head>', 'the newer run')
    .option('--allow-mismatch', 'print the differences of runs that cannot be compared, marked as such; exit 3')
    .option('--json', 'the same for programs')
    .action(async (base: string, head: string, { allowMismatch, json }: { allowMismatch?: true; json?: true }) => {
      const newer = await readRun(head);
      const compared = compareRuns(await readRun(base), newer);
      const { mismatches, changes, security } = compared;
      if (mismatches.length > 0 && !allowMismatch)
        throw new BenchError(
          'AB-E006',
          `${base} and ${head} cannot be compared:\n       ${mismatches.join('\n       ')}`,
        );
      const lost = unheld({ ...newer, baseline: compared });
      const lines = lost.flatMap((text) => wrap(text, '- ')).map((line) => `${line}\n`);
      process.stdout.write(
        json ? `${JSON.stringify({ ...compared, unheld: lost })}\n` : comparedText(compared) + lines.join(''),
      );
      const worse = security.fresh.length > 0 || changes.some(({ verdict }) => verdict === 'worse');
      const reasons = [
        ...(mismatches.length > 0 || lost.length > 0 ? (['invalid'] as const) : []),
        ...(worse && mismatches.length === 0 ? (['failed'] as const) : []),
      ];
      exit(exitCodes[strongest(reasons)].code);
    });
}
