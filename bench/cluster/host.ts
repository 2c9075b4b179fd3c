import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostCommand, HostReply } from '../../servers/host-main.ts';
import type { EnvironmentVariables } from '../../servers/settings.ts';
import { BenchError } from '../errors.ts';
import { end, isRunning, lastWords } from '../machine/child.ts';
import { keepLog } from './kept-log.ts';

/** Where a host is, and what it is for. */
export interface HostPlace {
  readonly name: string;
  /** Whether it hosts weakened servers, and only those. */
  readonly weak: boolean;
  /** Temporary. */
  readonly folder: string;
  /** Its log is kept here with secrets cut, once it has ended. */
  readonly logFolder: string;
}

/** One process with many servers. */
export interface Host extends AsyncDisposable {
  isUp(): boolean;
  /** @throws BenchError AB-E301 when the server does not get ready, or the process has ended. */
  start(environment: EnvironmentVariables): Promise<HostedServer>;
}

export interface HostedServer {
  readonly port: number;
  /** Resolves when it has answered what it was asked and is gone; at once where its process has ended. */
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('../../servers/host-main.js', import.meta.url));
const answerWithinMs = 15_000;

export function startHost({ name, weak, folder, logFolder }: HostPlace): Host {
  const log = join(folder, `${name}.log`);
  const child = launch(log, weak);
  const waiting = new Map<number, (answer: HostReply) => void>();
  let commands = 0;
  child.on('message', (answer: HostReply) => waiting.get(answer.id)?.(answer));
  child.on('exit', () => {
    for (const [id, settle] of waiting) settle({ id, failed: 'its process has ended' });
  });

  async function ask(command: HostCommand): Promise<HostReply> {
    const { id } = command;
    if (!isRunning(child)) return { id, failed: 'its process has ended' };
    let late: NodeJS.Timeout | undefined;
    const answer = await new Promise<HostReply>((resolve) => {
      waiting.set(id, resolve);
      late = setTimeout(() => resolve({ id, failed: `no answer within ${answerWithinMs} ms` }), answerWithinMs);
      child.send(command, (error) => error && resolve({ id, failed: error.message }));
    });
    clearTimeout(late);
    waiting.delete(id);
    return answer;
  }

  return {
    isUp: () => isRunning(child),
    async start(environment) {
      const id = ++commands;
      const answer = await ask({ id, start: environment });
      if ('port' in answer) return { port: answer.port, stop: async () => void (await ask({ id, stop: true })) };
      const because = 'failed' in answer ? answer.failed : 'it was stopped';
      const words = isRunning(child) ? '' : `: ${(await lastWords(log)) ?? 'it printed nothing'}`;
      throw new BenchError('AB-E301', `a server of ${name} did not get ready: ${because}${words}`);
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
      await keepLog(log, join(logFolder, `${name}.log`));
    },
  };
}

function launch(log: string, weak: boolean): ChildProcess {
  const file = openSync(log, 'a');
  try {
    return fork(entry, {
      execArgv: [],
      // a Ctrl-C in the terminal is the bench's to handle; its channel closing ends the process in any case
      detached: true,
      stdio: ['ignore', file, file, 'ipc'],
      env: { NODE_ENV: 'production', ...(weak && { AUTHBENCH_ALLOW_WEAK: '1' }) },
    });
  } finally {
    closeSync(file);
  }
}
