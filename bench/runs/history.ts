import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HistoryEntry, historyEntry, trend } from '../../reports/comparison/history.ts';
import { HistoryEntry as Entry, type Results } from '../../reports/results/results.ts';
import { withTypedFigures } from '../../reports/results/with-typed-facts.ts';
import { runsFolder } from './stored-runs.ts';

/** One line for each complete run; it outlives the folders of the runs. */
const file = join(runsFolder, 'history.jsonl');

/** Remembers a complete run, where that can be written. @returns the runs that it may be compared with, itself last. */
export async function remember(results: Results): Promise<HistoryEntry[]> {
  const own = historyEntry(results);
  const kept = await readHistory();
  if (results.run.state === 'complete' && !kept.some(({ id }) => id === own.id)) {
    // the run has a report of its own, perhaps in a folder that can be written to
    await append(`${JSON.stringify(own)}\n`).catch(() => {});
  }
  return trend(kept, own);
}

async function append(line: string): Promise<void> {
  await mkdir(runsFolder, { recursive: true });
  await appendFile(file, line);
}

/** A line that cannot be read, of another version or cut by a full disk, is no reason to lose the others. */
export async function readHistory(): Promise<HistoryEntry[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [Entry.parse(withTypedFigures(JSON.parse(line)))];
    } catch {
      return [];
    }
  });
}
