import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { redactText } from '../../reports/text/redact.ts';
import type { ClusterContext, Topology } from './cluster.ts';

/** Where a log is kept with the run. @param who the instance, or what else wrote it */
export function keptLog(who: number | string, { scheme, weakness }: Topology, { logFolder }: ClusterContext): string {
  return join(logFolder, `${scheme}${weakness ? `+${weakness}` : ''}.${who}.log`);
}

/** Moves a log to where it is kept, with secrets cut. A full disk costs the log, and not what the server was started for. */
export async function keepLog(log: string, kept: string): Promise<void> {
  const text = redactText(await readFile(log, 'utf8').catch(() => ''));
  await appendFile(kept, text).catch(() => {});
  await rm(log, { force: true });
}
