import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { historyEntry, trend } from '../../../reports/comparison/history.ts';
import { trendLines } from '../../../reports/comparison/trend-lines.ts';
import { trendText } from '../../../reports/comparison/trend-text.ts';
import { trendPage } from '../../../reports/html/trend-page.ts';
import { readHistory } from '../../runs/history.ts';
import { readRun, runsFolder } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

/** More than anybody keeps. */
const mostRuns = 500;

export function addTrend({ program }: Cli): void {
  program
    .command('trend')
    .summary('what stored runs came to, one after the other')
    .description(
      'what complete runs that may be compared came to, one after the other, and from which on a measure had another level (told from ten runs on); writes a page',
    )
    .argument('[run]', 'the last of them: id, path, latest or baseline', 'latest')
    .option('--out <file>', 'the page', join(runsFolder, 'trend.html'))
    .option('--json', 'the same for programs, and no page')
    .action(async (run: string, { out, json }: { out: string; json?: true }) => {
      const last = await readRun(run);
      const runs = trend(await readHistory(), historyEntry(last), mostRuns);
      const lines = trendLines(runs, last.run.schemes);
      if (json) {
        const about = runs.map(({ figures: _, ...one }) => one);
        process.stdout.write(`${JSON.stringify({ runs: about, lines })}\n`);
        return;
      }
      await writeFile(out, trendPage(runs, lines));
      process.stdout.write(`${trendText(runs, lines)}\nPage  ${resolve(out)}\n`);
    });
}
