import { evidenceText } from '../../../reports/text/evidence-text.ts';
import { BenchError } from '../../errors.ts';
import type { Everything } from '../../plan/catalogue.ts';
import { readRun } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';
import { explain, kinds } from '../explain.ts';

export function addExplain({ program, catalogue }: Cli): void {
  program
    .command('explain')
    .summary('what any name in a report, or a code, means')
    .description('any attack, scenario, claim, weakness, figure, verdict, piece of evidence, error or exit code')
    .argument('[id...]', 'for example refresh-reuse, p99, E12, AB-E201, or exit 2; all names where absent')
    .option('--run <run>', 'whose evidence: id, path, latest or baseline', 'latest')
    .option('--json', 'the same for programs')
    .action(async (words: string[], { run, json }: { run: string; json?: true }) => {
      const name = words.join(' ');
      const all = await catalogue();
      const columns = json ? Number.POSITIVE_INFINITY : process.stdout.columns;
      const text = name === '' ? `${kinds(all, columns)}\n` : await textOf(name, run, all, columns);
      process.stdout.write(json ? `${JSON.stringify({ name, text })}\n` : text);
    });
}

/** What a report calls E12, or anything else. An error code may be as short, so that an unknown number is asked for there too. */
async function textOf(name: string, run: string, all: Everything, columns?: number): Promise<string> {
  if (!/^E\d+$/i.test(name)) return `${explain(name, all, columns)}\n`;
  const results = await readRun(run).catch((error: unknown) => ({ error }));
  const found = 'error' in results ? undefined : evidenceText(results, name);
  if (found !== undefined) return found;
  try {
    return `${explain(name, all, columns)}\n`;
  } catch {
    if ('error' in results) throw results.error;
    const { length } = results.evidence;
    throw new BenchError('AB-E005', `run ${results.run.id} has ${length} pieces of evidence, and no ${name}`, {
      fix: 'name the run whose report has it with --run',
    });
  }
}
