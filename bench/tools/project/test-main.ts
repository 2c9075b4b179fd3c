import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodes } from '../../run/exit-codes.ts';
import { descendants } from '../endurance/descendants.ts';
import report from './reporter.ts';
import { testFiles } from './test-files.ts';
import { testProcesses } from './test-processes.ts';

/**
 * `npm test`, and `npm test -- bench/run runner` for those whose path holds one of these words;
 * `--test-name-pattern=round` for tests of that name alone.
 */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const { values, positionals: wanted } = parseArgs({
  options: { 'test-name-pattern': { type: 'string', multiple: true } },
  allowPositionals: true,
});
const found = await testFiles(root, wanted);
for (const word of wanted)
  if ((await testFiles(root, [word])).length === 0) {
    process.stderr.write(`no test has ${word} in its path\n`);
    process.exit(exitCodes.usage.code);
  }
process.chdir(root);
/** What a developer tells the bench is not for its tests, which empty the store that they are given. */
for (const name of Object.keys(process.env))
  if (name.startsWith('AUTHBENCH_') || name === 'REDIS_URL' || name === 'PORT') delete process.env[name];

const stop = new AbortController();
// each file under way waits for it
setMaxListeners(0, stop.signal);
// the first says what was found until then, the second ends it; what tests started goes with them
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    const started = quietly(() => descendants(process.pid)) ?? [];
    stop.abort();
    for (const { pid } of started) quietly(() => process.kill(pid, 'SIGTERM'));
  });

const told = run({
  // in this order, where node's own command line sorts by name
  files: (await testProcesses(root, found)).map((file) => join(root, file)),
  // files wait for servers and for time to pass more than they work, so that each core takes two
  concurrency: 2 * availableParallelism(),
  // a promise that nothing settles holds a file for ever on some versions of node
  timeout: 1_200_000,
  signal: stop.signal,
  ...(values['test-name-pattern'] && { testNamePatterns: values['test-name-pattern'] }),
});
told.on('test:fail', () => {
  process.exitCode = 1;
});
for await (const text of report(told)) process.stdout.write(text);

/** One that has ended meanwhile is no matter, nor is a machine without ps(1). */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
