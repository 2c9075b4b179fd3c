import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import type { ComposeCommand, ComposeOutput, ComposeProject } from './supervisor.ts';

/**
 * The only one that runs Compose on a project, one command at a time. When whoever started it is gone, however that
 * ended, it cuts what is under way and takes all containers, networks and files of the project down.
 */
const { command, folder }: ComposeProject = JSON.parse(process.argv[2] ?? '{}');
let running: ChildProcess | undefined;
let turn: Promise<void> = Promise.resolve();
let abandoned = !process.connected;

mkdirSync(folder, { recursive: true, mode: 0o700 });
process.on('message', (asked: ComposeCommand) => {
  turn = turn.then(async () => tell(await run(asked)));
});
process.on('SIGTERM', () => process.disconnect());
process.once('disconnect', () => void close());
if (abandoned) await close();
else tell({ code: 0, output: '' });

async function close(): Promise<void> {
  abandoned = true;
  running?.kill('SIGTERM');
  await turn;
  abandoned = false;
  const { code, output } = await run({ words: ['down', '--volumes', '--remove-orphans', '--timeout', '1'], env: {} });
  if (code !== 0) process.stderr.write(output);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** What it printed on both streams, in order: Compose says on stderr what it did, and why not. */
async function run({ words, env }: ComposeCommand): Promise<ComposeOutput> {
  if (abandoned) return { code: 1, output: 'abandoned' };
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...words], {
    // a Ctrl-C in the terminal is not for it
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  running = undefined;
  return typeof code === 'number' ? { code, output } : { code: 1, output: output || String(code) };
}

function tell(answer: ComposeOutput): void {
  if (process.connected) process.send?.(answer, () => {});
}
