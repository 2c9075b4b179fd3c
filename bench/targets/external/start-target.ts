import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { redactText } from '../../../reports/text/redact.ts';
import type { Effort } from '../../../scenarios/stage.ts';
import type { Chromium } from '../../driver/chromium.ts';
import { openTransport } from '../../driver/transport.ts';
import { BenchError } from '../../errors.ts';
import { type GuardedProgram, guarded } from '../../machine/guard.ts';
import type { Described, External } from './described.ts';
import { type GovernedTransport, governed } from './governed-transport.ts';
import { answers } from './knock.ts';
import { reconnecting } from './reconnecting.ts';

export interface OpenOptions {
  readonly logFolder: string;
  readonly random: () => number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent where this machine has none, or nobody asks for it. */
  readonly browser?: Chromium;
}

/** A target that is up, and the one way to it. */
export interface TargetSite extends AsyncDisposable {
  readonly transport: GovernedTransport;
  /** What was started, the present one where it was started again. */
  readonly program: GuardedProgram | undefined;
  /** Where the bench started it. @throws BenchError AB-E301 when it does not answer again */
  restart?(): Promise<void>;
}

/** @throws BenchError AB-E301 when what was started does not answer */
export async function startTarget({ external, ceilings }: Described, options: OpenOptions): Promise<TargetSite> {
  let program = await started(external, options);
  const transport = reconnecting(governed(openTransport(), ceilings));
  return {
    get program() {
      return program;
    },
    transport,
    ...(program && {
      async restart() {
        await program?.[Symbol.asyncDispose]();
        program = await started(external, options);
      },
    }),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await program?.[Symbol.asyncDispose]();
    },
  };
}

async function started(
  { description }: External,
  { logFolder, env, signal }: OpenOptions,
): Promise<GuardedProgram | undefined> {
  const { start, origin, name } = description;
  if (!start) return undefined;
  const [command = '', ...args] = start.command;
  const own = Object.entries(start.env ?? {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : (env[value.env] ?? ''),
  ]);
  const log = join(logFolder, `${name}.log`);
  const program = await guarded(command === 'node' ? process.execPath : command, args, {
    env: { ...process.env, ...Object.fromEntries(own) },
    log,
  });
  const withinMs = start.readyWithinMs ?? 15_000;
  const deadline = performance.now() + withinMs;
  let gone = false;
  program.exited.then(() => {
    gone = true;
  });
  while (!gone && performance.now() < deadline) {
    signal.throwIfAborted();
    if (await answers(origin)) return program;
    await delay(50);
  }
  await program[Symbol.asyncDispose]();
  throw new BenchError(
    'AB-E301',
    `${name} ${gone ? 'ended before it answered' : `did not answer at ${origin} within ${withinMs} ms`}${await lastError(log)}`,
  );
}

/** The log of a dry run is gone with it. An error says more than the stack below it. */
export async function lastError(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-40);
  const error = lines.findLast((line) => /^\s*(Uncaught )?[\w.]*(Error|Exception|panic)\b.*:/.test(line))?.trim();
  const words = error ?? lines.slice(-3).join(' | ');
  return words === '' ? '' : `: ${redactText(words)}`;
}
