#!/usr/bin/env node
import { main } from './cli.ts';
import { BenchError, renderError } from './errors.ts';

const given = process.argv.slice(2);
// `npm run bench` and `npm run bench -- --profile smoke` are the main job; a word names another command
const args = given.length === 0 || given[0]?.startsWith('-') ? ['run', ...given] : given;
try {
  process.exitCode = await main(args);
} catch (error) {
  process.stderr.write(`${renderError(error, { debug: args.includes('--debug') })}\n`);
  process.exitCode = error instanceof BenchError ? error.exitCode : 70;
}
// holds nothing up by itself: what is deaf to its end keeps the process no longer than this
setTimeout(() => process.exit(), 10_000).unref();
