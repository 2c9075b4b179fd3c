#!/usr/bin/env node
import { BenchError, renderError } from '../errors.ts';
import { main } from './program.ts';

const given = process.argv.slice(2);
const fail = (error: unknown) => {
  process.stderr.write(`${renderError(error, { debug: given.includes('--debug') })}\n`);
  process.exitCode = error instanceof BenchError ? error.exitCode : 70;
};
// a reader that has gone, `head` perhaps, has what it wanted: a command ends as it would have, and a run keeps what it finds
process.stderr.on('error', () => {});
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') return;
  const fix = 'free space where the output goes';
  process.once('exit', () => fail(new BenchError('AB-E102', 'the output could not be written', { cause, fix })));
});
// by itself it would end with 1, which says that a gate failed
process.on('uncaughtException', (error) => {
  // who listens too has something to finish
  if (process.listenerCount('uncaughtException') > 1) return;
  fail(error);
  process.exit();
});
try {
  process.exitCode = await main(given);
} catch (error) {
  fail(error);
}
// all is done: a signal that comes now has nothing to stop, and would only take its exit code away
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
// holds nothing up by itself: what is deaf to its end keeps the process no longer than this
setTimeout(() => process.exit(), 10_000).unref();
