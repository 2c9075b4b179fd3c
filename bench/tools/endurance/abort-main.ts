import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Results } from '../../../reports/results/results.ts';
import { later } from '../../machine/later.ts';
import { createRandom } from '../../machine/random.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import { listContainers, listening, processesOf, socketsOf } from './left-behind.ts';

/**
 * Ends runs at random moments and counts what they leave.
 *
 *     node dist/bench/tools/endurance/abort-main.js --runs 100 --seed 1 --within 12000
 *
 * Each run has a temporary folder of its own, whose name is in the environment, the command line or the working folder of
 * whatever it started: that is how an orphan is known. Sockets are those on which these processes listened when the signal
 * came, containers those that came since. Every other signal is sent twice, 50 ms apart, as wrappers do that forward what
 * their group got too. Exits with 1 unless everything that is counted is 0.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    within: { type: 'string', default: '12000' },
  },
});

const entry = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const selection = '--profile smoke --suite security,scale --scenario session-fixation,undisturbed --ui json'.split(' ');
const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
/** How a run may end by itself. */
const sound: readonly number[] = [exitCodes.ok.code, exitCodes.interrupted.code, exitCodes.terminated.code];
/** A guard is given this long to end what it owns. */
const goneWithinMs = 15_000;

const random = createRandom(Number(values.seed));
const base = await mkdtemp(join(tmpdir(), 'authbench-abort-'));
const left = { orphans: 0, sockets: 0, containers: 0, folders: 0, lostCells: 0, unreadable: 0, crashed: 0 };
/** What there was to leave behind. */
const seen = { processes: 0, sockets: 0 };
const containersBefore = await listContainers();
const ended: Record<string, number> = {};
for (let i = 1; i <= Number(values.runs); i++) {
  const signal = signals[Math.floor(random() * signals.length)] ?? 'SIGKILL';
  const afterMs = Math.floor(random() * Number(values.within));
  const found = await abortOne(join(base, String(i)), signal, afterMs);
  for (const key of Object.keys(left) as (keyof typeof left)[]) left[key] += found[key];
  ended[found.how] = (ended[found.how] ?? 0) + 1;
  process.stderr.write(`${i}: ${signal} after ${afterMs} ms: ${JSON.stringify(found)}\n`);
}
await rm(base, { recursive: true, force: true });
process.stdout.write(
  `${values.runs} runs, seed ${values.seed}: ${JSON.stringify(left)}; ended: ${JSON.stringify(ended)}; ` +
    `when the signals came: ${JSON.stringify(seen)}${containersBefore ? '' : '; no Docker daemon answers, so no containers'}\n`,
);
process.exitCode = Object.values(left).every((count) => count === 0) ? 0 : 1;

async function abortOne(home: string, signal: NodeJS.Signals, afterMs: number) {
  const temporary = join(home, 'tmp');
  await mkdir(temporary, { recursive: true });
  const run = spawn(process.execPath, [entry, ...selection, '--out', join(home, 'run')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
  const told = later(cellsTold(run));
  const exited = later(once(run, 'exit'));
  await Promise.race([exited, delay(afterMs)]);
  const processes = await processesOf(temporary);
  const sockets = await socketsOf(processes);
  seen.processes += processes.length;
  seen.sockets += sockets.length;
  run.kill(signal);
  if (afterMs % 2 === 0) {
    await delay(50);
    run.kill(signal);
  }
  const [code, by] = await exited;
  const orphans = await untilNone(() => processesOf(temporary));
  const stillOpen = await untilNone(async () => (await listening()).filter((socket) => sockets.includes(socket)));
  const moreContainers = await untilNone(async () =>
    containersBefore === undefined
      ? []
      : ((await listContainers()) ?? []).filter((id) => !containersBefore.includes(id)),
  );
  const folders = await untilNone(() => readdir(temporary));
  const kept = await cellsKept(join(home, 'run'));
  const lostCells = (await told).filter((id) => !kept?.includes(id)).length;
  const unreadable = kept === undefined && (await told).length > 0 ? 1 : 0;
  await rm(home, { recursive: true, force: true });
  return {
    orphans: orphans.length,
    sockets: stillOpen.length,
    containers: moreContainers.length,
    folders: folders.length,
    lostCells,
    unreadable,
    crashed: by === null && !sound.includes(code) ? 1 : 0,
    how: String(by ?? code),
  };
}

/** The cells that it said were done. */
async function cellsTold(run: ChildProcess): Promise<string[]> {
  let text = '';
  for await (const chunk of run.stderr ?? []) text += chunk;
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || !line.endsWith('}')) return [];
    const { type, id }: { type: string; id: string } = JSON.parse(line);
    return type === 'cell-done' ? [id] : [];
  });
}

async function cellsKept(folder: string): Promise<string[] | undefined> {
  const text = await readFile(join(folder, 'results.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Results.parse(JSON.parse(text)).cells.map(({ id }) => id);
}

async function untilNone(ask: () => Promise<string[]>): Promise<string[]> {
  for (const start = performance.now(); ; await delay(50)) {
    const found = await ask();
    if (found.length === 0 || performance.now() - start > goneWithinMs) return found;
  }
}
