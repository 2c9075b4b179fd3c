import { relative, resolve } from 'node:path';
import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { closingLines, type Skipped } from './closing-lines.ts';

/**
 * What `npm test` says: each failure in full as it comes, what was not tried and why, and the count. It says the same on
 * every version of node and on every kind of output, which its own reporters do not.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const began = performance.now();
  const printed = new Map<string, string>();
  const skipped: Skipped[] = [];
  const failedFiles = new Set<string>();
  let files = 0;
  let passed = 0;
  let failed = 0;
  for await (const event of events) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      const { message } = event.data;
      const file = resolve(event.data.file ?? '');
      printed.set(file, (printed.get(file) ?? '') + message);
    } else if (event.type === 'test:pass') {
      const { name, skip, details } = event.data;
      if (skip) skipped.push({ where: sourceOf(event.data), what: name, because: String(skip) });
      else if (details.type !== 'suite') passed += 1;
    } else if (event.type === 'test:complete' && isFile(event.data)) {
      files += 1;
      if (files % filesPerLine === 0) yield `${files} files: ${passed} passed, ${failed} failed\n`;
    } else if (event.type === 'test:fail' && !isEcho(event.data)) {
      failed += 1;
      const where = sourceOf(event.data);
      failedFiles.add(where);
      yield failure(event.data, where);
      // a file that failed as a whole says why on its own
      if (event.data.nesting === 0) yield printed.get(resolve(event.data.file ?? '')) ?? '';
    }
  }
  yield closingLines({ passed, failed, skipped, failedFiles: [...failedFiles], tookMs: performance.now() - began });
}

/** So that whoever waits sees that it goes on. */
const filesPerLine = 50;

/** It is told of like a test, after those that it holds. */
function isFile({ name, nesting, file = '' }: EventData.TestComplete): boolean {
  return nesting === 0 && resolve(name) === resolve(file);
}

/** A suite and a file fail with their tests, which have been told of. */
function isEcho({ details }: EventData.TestFail): boolean {
  return (details.error as { failureType?: string }).failureType === 'subtestsFailed';
}

function failure({ name, line, file = '', details }: EventData.TestFail, where: string): string {
  const { cause = details.error } = details.error;
  const why = cause instanceof Error ? withCause(cause) : String(cause);
  // what runs the tests is not where one failed
  const told = why.replace(/\n +at [^\n]*\bnode:internal\/[^\n]*/g, '').replace(/^(?=.)/gm, '    ');
  return `\nFAILED ${where}:${line ?? 1}${resolve(name) === resolve(file) ? '' : ` ${name}`}\n${told}\n`;
}

/** A property that failed has for its cause what failed in it. */
function withCause({ stack, message, cause }: Error): string {
  const own = stack ?? message;
  return cause instanceof Error ? `${own}\nbecause of ${withCause(cause)}` : own;
}

/** The source of a test, as one names it on the command line. */
function sourceOf({ file = '' }: EventData.TestFail | EventData.TestPass): string {
  return relative(process.cwd(), file)
    .replace(/^dist\//, '')
    .replace(/\.js$/, '.ts');
}
