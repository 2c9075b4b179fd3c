import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { heard, lastWords } from '../machine/child.ts';
import { deadlineOf } from '../machine/deadline.ts';
import type { ClusterContext, Topology } from './cluster.ts';
import { environmentOf } from './environment-of.ts';

/** Where an instance runs. */
export interface Machine {
  readonly address: string;
  /** Words that run a program there. */
  readonly within: readonly string[];
  /** How it reaches the shared store; as the context says where absent. */
  readonly storeUrl?: string;
}

/** One instance that is to be started. */
interface Launch {
  readonly topology: Topology;
  readonly context: ClusterContext;
  readonly index: number;
  readonly machine: Machine;
  /** Any that is free where absent. */
  readonly port: string;
  /** How far its clock stands from that of the others, and from this machine's. */
  readonly skewMs: number;
  readonly aheadMs: number;
}

export function launchInstance({ topology, context, index, machine, port, skewMs, aheadMs }: Launch): ChildProcess {
  const { address, within } = machine;
  const { node = process.execPath } = topology;
  const [execPath = node, ...first] = [...within, node];
  const log = openSync(liveLog(context, index), 'a');
  const { plantedShare, watched = false, movable = false, v8Seed } = topology;
  const preloaded = [
    ...(skewMs === 0 ? [] : [skewedClock]),
    ...(movable ? [movedClock] : []),
    ...(plantedShare === undefined ? [] : [plantedWork]),
    ...(watched ? [watchedProcess] : []),
  ];
  const seeded = v8Seed === undefined ? [] : [`--hash-seed=${v8Seed}`, `--random-seed=${v8Seed}`];
  try {
    return fork(entry, {
      execPath,
      execArgv: [...first, ...seeded, ...preloaded.flatMap((module) => ['--import', module])],
      // a Ctrl-C in the terminal is the bench's to handle; its channel closing ends the server in any case
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        NODE_ENV: 'production',
        ...environmentOf(topology, context),
        HOST: address,
        PORT: port || '0',
        ...(skewMs === 0 ? {} : { CLOCK_SKEW_MS: String(skewMs) }),
        ...(movable && { CLOCK_AHEAD_MS: String(aheadMs) }),
        ...(plantedShare === undefined ? {} : { PLANTED_SHARE: String(plantedShare) }),
      },
    });
  } finally {
    closeSync(log);
  }
}

const plantedWork = new URL('./planted-work.js', import.meta.url).href;
const watchedProcess = new URL('./watched-process.js', import.meta.url).href;
const movedClock = new URL('./moved-clock.js', import.meta.url).href;
const skewedClock = new URL('./skewed-clock.js', import.meta.url).href;
const entry = fileURLToPath(new URL('../../servers/main.js', import.meta.url));

/** Written while it runs. */
export function liveLog({ accountsFile }: ClusterContext, index: number): string {
  return `${accountsFile}.${index}.log`;
}

/** @throws BenchError AB-E301 where it does not get ready in time, with what it printed last */
export async function readyPort(
  child: ChildProcess,
  log: string,
  signal: AbortSignal,
  readyWithinMs: number,
): Promise<number> {
  using deadline = deadlineOf(signal, readyWithinMs);
  const message = await heard(child, deadline.signal).catch((error) => {
    signal.throwIfAborted();
    if (!deadline.signal.aborted) throw error;
  });
  const port = typeof message === 'object' && message !== null && 'port' in message ? message.port : undefined;
  if (typeof port === 'number') return port;
  throw new BenchError('AB-E301', `a server did not get ready: ${(await lastWords(log)) ?? 'it printed nothing'}`);
}
