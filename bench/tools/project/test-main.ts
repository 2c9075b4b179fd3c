import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../run/exit-codes.ts';
import { testFiles } from './test-files.ts';
import { testProcesses } from './test-processes.ts';

/**
 * `npm test`, and `npm test -- bench/run runner` for those whose path holds one of these words. What begins with a dash is
 * for node itself, such as `--test-name-pattern=round`.
 */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const given = process.argv.slice(2);
const wanted = given.filter((word) => !word.startsWith('-'));
const found = await testFiles(root, wanted);
for (const word of wanted)
  if ((await testFiles(root, [word])).length === 0) {
    process.stderr.write(`no test has ${word} in its path\n`);
    process.exit(exitCodes.usage.code);
  }
const files = await testProcesses(root, found);
/** Files wait for servers and for time to pass more than they work, so that each core takes two. */
const concurrency = Math.min(files.length, 2 * availableParallelism());
/** What a developer tells the bench is not for its tests, which empty the store that they are given. */
const isOurs = (name: string) => name.startsWith('AUTHBENCH_') || name === 'REDIS_URL' || name === 'PORT';
/** A promise that nothing settles holds a file for ever on some versions of node. */
const stuckAfterMs = 1_200_000;
const child = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${stuckAfterMs}`,
    `--test-reporter=${new URL('./reporter.js', import.meta.url)}`,
    '--test-reporter-destination=stdout',
    ...given.filter((word) => word.startsWith('-')),
    ...files,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name))),
  },
);
// Ctrl-C reaches both by itself
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
