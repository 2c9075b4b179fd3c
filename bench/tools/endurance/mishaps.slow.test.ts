import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Results } from '../../../reports/results/results.ts';
import { createStoreClient } from '../../store/client.ts';
import { binary } from '../../store/providers/binary.ts';
import { descendants } from './descendants.ts';

const entry = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const jumpingClock = new URL('./jumping-clock.fixture.js', import.meta.url).href;
const stray = new URL('./stray.fixture.js', import.meta.url).href;
const selection = '--profile quick --suite scale --scenario undisturbed --ui json'.split(' ');
const hour = 3_600_000;
const redis = await binary.available({ signal: new AbortController().signal, log: () => {} });

let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'authbench-mishaps-'));
});
after(() => rm(home, { recursive: true, force: true }));

describe('a run goes on', () => {
  it('when its clock is set an hour ahead again and again, and no duration is longer for it', async () => {
    const out = join(home, 'clock');
    const run = start(out, { node: ['--import', jumpingClock], more: ['--schemes', 'jwt'] });
    assert.deepEqual(await run.ended, [0, null]);
    const { run: facts, cells, evidence } = await readResults(out);
    assert.ok(Date.parse(facts.finishedAt ?? '') - Date.parse(facts.startedAt) >= hour);
    assert.ok(cells.length > 0 && cells.every(({ state }) => state === 'done'));
    for (const { durationMs } of [...cells, ...evidence]) assert.ok(durationMs >= 0 && durationMs < hour / 6);
  });

  it('when its Redis vanishes: that cell says so, and the next has it back', {
    skip: redis === true ? false : redis,
  }, async () => {
    const out = join(home, 'redis');
    const run = start(out, { more: ['--profile', 'full', '--store', 'binary', '--schemes', 'session'] });
    const store = await run.storeInUse();
    process.kill(store, 'SIGKILL');
    assert.deepEqual(await run.ended, [0, null]);
    const { cells } = await readResults(out);
    const lost = cells.filter(({ state }) => state === 'inconclusive');
    assert.equal(lost.length, 1, JSON.stringify(cells));
    assert.match(lost[0]?.because ?? '', /had no answer \(503\)|did not answer/);
    assert.ok(cells.length > 1 && cells.every((cell) => cell === lost[0] || cell.state === 'done'));
  });

  it('to its report, when something fails that nobody waits for, and ends with 70 and the cause', async () => {
    const out = join(home, 'stray');
    const run = start(out, { node: ['--import', stray], more: ['--profile', 'full'] });
    assert.deepEqual(await run.ended, [70, null]);
    const { run: facts } = await readResults(out);
    assert.equal(facts.state, 'incomplete');
    const { code, reasons: [first, second = ''] = [] } = facts.exit ?? {};
    assert.deepEqual([code, first], [70, 'something failed that nothing waited for: nobody waits for this']);
    assert.match(second, /^not reached: \d+ tests, of undisturbed; .* --resume .*\/stray goes on$/);
    assert.match(run.said(), /something failed that nothing waited for: nobody waits for this/);
  });

  const { getuid } = process;
  it('when its disk is full, says so, and ends with 69 and what was saved before', {
    skip: getuid?.() !== 0 && 'only root may mount a small disk',
  }, async () => {
    const disk = join(home, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', disk]);
    try {
      const run = start(join(disk, 'run'), { more: ['--schemes', 'jwt'] });
      assert.deepEqual(await run.ended, [69, null]);
      const done = run.said().match(/"type":"cell-done"/g)?.length ?? 0;
      const { run: facts, cells } = await readResults(join(disk, 'run'));
      assert.match(run.said(), /not saved .*could not be written/);
      assert.match(run.said(), /error\[AB-E102\].*\n {2}cause: ENOSPC/);
      assert.equal(facts.state, 'incomplete');
      assert.ok(cells.length < done, `${cells.length} of ${done}`);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

interface Run {
  /** Its exit code, and the signal that ended it. */
  readonly ended: Promise<unknown[]>;
  /** All that it wrote to stderr. */
  said(): string;
  /** The process of the first of its stores that holds something. */
  storeInUse(): Promise<number>;
}

function start(
  out: string,
  { node = [], more = [] }: { node?: readonly string[]; more?: readonly string[] } = {},
): Run {
  const args = [...node, entry, ...selection, ...more, '--out', out];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  // closed, and not only ended: then all that it said was read
  const ended = once(child, 'close');
  return {
    ended,
    said: () => text,
    async storeInUse() {
      for (;;) {
        assert.equal(child.exitCode, null, text);
        for (const { pid, args } of descendants(child.pid ?? 0)) {
          const address = /(?:redis|valkey)-server (\S+:\d+)/.exec(args)?.[1];
          if (address === undefined) continue;
          using client = createStoreClient(`redis://${address}`);
          if (Number(await client.ask('DBSIZE').catch(() => 0)) > 0) return pid;
        }
      }
    },
  };
}

async function readResults(out: string): Promise<Results> {
  return Results.parse(JSON.parse(await readFile(join(out, 'results.json'), 'utf8')));
}
