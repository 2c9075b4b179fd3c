import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testProcesses } from './test-processes.ts';

describe('the processes of the tests', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'authbench-'));
  });
  after(() => rm(root, { recursive: true }));

  it('are one for each file, and one for all of a room that shares its own, the longest first', async () => {
    const tests = ['bench/run/runner', 'reports/html/page.browser', 'scenarios/attacks/one', 'scenarios/tokens/two'];
    assert.deepEqual(await testProcesses(root, tests), [
      'dist/reports/html/page.browser.test.js',
      'dist/.tests/scenarios.test.js',
      'dist/bench/run/runner.test.js',
    ]);
    assert.equal(
      await readFile(join(root, 'dist/.tests/scenarios.test.js'), 'utf8'),
      "import '../scenarios/attacks/one.test.js';\nimport '../scenarios/tokens/two.test.js';\n",
    );
  });

  it('are those of single files where one of a room was asked for', async () => {
    assert.deepEqual(await testProcesses(root, ['scenarios/attacks/one']), ['dist/scenarios/attacks/one.test.js']);
  });
});
