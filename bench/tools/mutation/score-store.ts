import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judged } from './judge-mutants.ts';
import type { Mutant } from './mutants.ts';
import type { Survey } from './survey.ts';

/**
 * What is known of mutants, on disk: a run that was stopped is gone on with, and shards of several runs add up. Other sources
 * of the servers make other mutants, and begin anew.
 */
export interface ScoreStore {
  readonly folder: string;
  /** By id, the last that was said of each. */
  judged(): Promise<Map<string, Judged>>;
  note(judged: Judged): Promise<void>;
  /** @param make is called where none is there yet */
  survey(scheme: string, make: () => Promise<Survey>): Promise<Survey>;
}

/** @param root folder under which each set of mutants has one of its own */
export async function openScoreStore(root: string, mutants: readonly Mutant[]): Promise<ScoreStore> {
  const name = createHash('sha256').update(JSON.stringify(mutants)).digest('hex').slice(0, 12);
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'judged.jsonl');
  return {
    folder,
    async judged() {
      const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
      return new Map(lines.map((line): Judged => JSON.parse(line)).map((one) => [one.id, one]));
    },
    note: (judged) => appendFile(file, `${JSON.stringify(judged)}\n`),
    async survey(scheme, make) {
      const path = join(folder, `survey-${scheme}.json`);
      const kept = await readFile(path, 'utf8').catch(() => undefined);
      if (kept !== undefined) return JSON.parse(kept);
      const made = await make();
      // never half of it, for who is stopped meanwhile or reads beside
      await writeFile(`${path}.${process.pid}`, JSON.stringify(made));
      await rename(`${path}.${process.pid}`, path);
      return made;
    },
  };
}
