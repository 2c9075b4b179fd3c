import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import report from './reporter.ts';

const reporter = new URL('./reporter.js', import.meta.url).href;

describe('what npm test says', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-reporter-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Of these files with these texts, and the exit code. */
  async function said(
    files: Readonly<Record<string, string>>,
    ...flags: readonly string[]
  ): Promise<{ code: number; out: string }> {
    for (const [name, body] of Object.entries(files))
      await writeFile(join(folder, name), `import { before, describe, it } from 'node:test';\n${body}`);
    // a runner tells the tests that it starts by this variable that they are such
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const options = ['--test', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
    const child = spawn(process.execPath, [...options, ...flags, ...Object.keys(files)], { cwd: folder, env });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { code, out };
  }

  it('is what was not tried, under each reason, and how many passed', async () => {
    const { code, out } = await said({
      'a.test.mjs': `
        describe('a store', () => { it('keeps', () => {}); it('is real', { skip: 'no Redis' }, () => {}); });
        describe('a browser', { skip: 'no Chromium' }, () => { it('shows', () => {}); it('hides', () => {}); });`,
      'b.test.mjs': `it('speaks', () => { console.log('chatter'); }); it('is as real', { skip: 'no Redis' }, () => {});`,
    });
    assert.equal(code, 0);
    assert.equal(
      out.replace(/in \d+ s/, 'in 1 s'),
      `
skipped 2: no Redis
    a.test.mjs: is real
    b.test.mjs: is as real

skipped 1: no Chromium
    a.test.mjs: a browser

2 passed, 0 failed, 3 skipped in 1 s
`,
    );
  });

  it('names none of those that were left out by their name', async () => {
    const files = { 'g.test.mjs': `it('is wanted', () => {}); it('is another', () => {});` };
    const { code, out } = await said(files, '--test-name-pattern=wanted');
    assert.equal(code, 0);
    assert.match(out, /^1 passed, 0 failed/m);
    assert.doesNotMatch(out, /is another/);
  });

  it('shows after each fifty files that it goes on', async () => {
    async function* events(): AsyncGenerator<TestEvent> {
      for (let i = 0; i < 51; i += 1) {
        const file = resolve(`${i}.test.mjs`);
        const common = { file, line: 1, column: 1, testNumber: 1, nesting: 0 };
        yield { type: 'test:pass', data: { ...common, name: 'passes', details: { duration_ms: 1 } } };
        yield { type: 'test:complete', data: { ...common, name: file, details: { passed: true, duration_ms: 1 } } };
      }
    }
    const lines: string[] = [];
    for await (const text of report(events())) lines.push(text);
    assert.equal(lines[0], '50 files: 50 passed, 0 failed\n');
    assert.equal(lines.length, 2);
  });

  it('goes on to what failed within a property', async () => {
    const thrown = `new Error('a property', { cause: new Error('what failed in it') })`;
    const { out } = await said({ 'h.test.mjs': `it('holds', () => { throw ${thrown}; });` });
    assert.match(out, /Error: a property\n[\s\S]*^ {4}because of Error: what failed in it\n {8}at /m);
  });

  it('tells each failure once, with its cause, and how to try its file again', async () => {
    const { code, out } = await said({
      'c.test.mjs': `
        describe('outer', () => { describe('inner', () => { it('breaks', () => { throw new Error('the cause'); }); }); });`,
      'd.test.mjs': `console.error('said before'); throw new Error('not even loaded');`,
      'e.test.mjs': `describe('hooked', () => { before(() => { throw new Error('the hook'); }); it('waits', () => {}); });`,
      'f.test.mjs': `it('passes', () => {});`,
    });
    assert.equal(code, 1);
    assert.match(out, /^FAILED c\.test\.mjs:3 breaks\n {4}Error: the cause\n {8}at /m);
    assert.equal(out.match(/the cause/g)?.length, 1);
    assert.match(out, /^FAILED d\.test\.mjs:1\n[\s\S]*said before[\s\S]*Error: not even loaded/m);
    assert.match(out, /^FAILED e\.test\.mjs:2 hooked\n {4}Error: the hook/m);
    assert.match(out, /^once more:\n {4}npm test -- c\.test\.mjs\n {4}npm test -- d\.test\.mjs\n {4}npm test -- e/m);
    assert.match(out, /^1 passed, 4 failed, 0 skipped in /m);
  });
});
