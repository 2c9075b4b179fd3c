import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HistoryEntry, historyEntry, trend } from '../../reports/history.ts';
import { HistoryEntry as Entry, type Results } from '../../reports/results.ts';
import { runsFolder } from './stored-runs.ts';

/** One line for each complete run; it outlives the folders of the runs. */
const file = join(runsFolder, 'history.jsonl');

/** Remembers a complete run. @returns the runs that it may be compared with, itself last. */
export async function remember(results: Results): Promise<HistoryEntry[]> {
  const own = historyEntry(results);
  const kept = await readHistory();
  if (results.run.state === 'complete' && !kept.some(({ id }) => id === own.id)) {
    await mkdir(runsFolder, { recursive: true });
    await appendFile(file, `${JSON.stringify(own)}\n`);
  }
  return trend(kept, own);
}

/** A line that cannot be read, of another version or cut by a full disk, is no reason to lose the others. */
async function readHistory(): Promise<HistoryEntry[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [Entry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
