import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../errors.ts';
import { later } from '../../machine/later.ts';

/** What a supervisor owns: given as its only argument. */
export interface ComposeProject {
  /** Compose, with all that names the project. */
  readonly command: readonly string[];
  /** Made, and removed at the end with all it holds. */
  readonly folder: string;
}

export interface ComposeCommand {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ComposeOutput {
  readonly code: number;
  readonly output: string;
}

/** A Compose project that does not outlive this process. Disposing resolves when all of it is gone. */
export interface Supervisor extends AsyncDisposable {
  /** @throws BenchError AB-E304 when Compose fails; what it printed last is the message. */
  compose(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
}

const supervisorFile = fileURLToPath(new URL('./supervisor-process.js', import.meta.url));

export async function startSupervisor(project: ComposeProject, signal: AbortSignal): Promise<Supervisor> {
  const child = fork(supervisorFile, [JSON.stringify(project)], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = later(once(child, 'exit'));
  const heard = () => Promise.race([once(child, 'message', { signal }), gone.then(() => [undefined])]);
  await heard();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    compose(words, env = {}) {
      const answered = turn.then(async () => {
        if (!child.connected) throw new BenchError('AB-E304', 'the supervisor of the containers has ended');
        const answer = heard();
        child.send({ words, env } satisfies ComposeCommand);
        const [said] = (await answer) as [ComposeOutput | undefined];
        if (said?.code === 0) return said.output;
        const lines = said?.output.trim().split('\n').slice(-3).join('; ');
        throw new BenchError('AB-E304', `docker compose ${words[0]} failed: ${lines}`);
      });
      turn = answered.catch(() => {});
      return answered;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
