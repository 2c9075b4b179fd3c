import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { guarded } from './guard.ts';

const node = process.execPath;
const forever = 'setInterval(() => {}, 1000)';
const freshFolder = () => join(tmpdir(), `authbench-guard-${process.pid}-${Math.random().toString(36).slice(2)}`);

describe('guarded', () => {
  it('starts the program in its folder, and disposing ends the one and removes the other', async () => {
    const folder = freshFolder();
    const program = await guarded(node, ['-e', `require('fs').writeFileSync('here', ''); ${forever}`], { folder });
    await until(() => existsSync(join(folder, 'here')));
    assert.ok(alive(program.pid));
    await program[Symbol.asyncDispose]();
    assert.ok(!alive(program.pid));
    assert.ok(!existsSync(folder));
  });

  it('tells how the program ended by itself, and removes the folder then', async () => {
    const folder = freshFolder();
    await using program = await guarded(node, ['-e', 'process.exit(7)'], { folder });
    assert.deepEqual(await program.exited, { code: 7, signal: null });
    assert.ok(!existsSync(folder));
  });

  it('tells that the program was killed', async () => {
    await using program = await guarded(node, ['-e', forever]);
    process.kill(program.pid, 'SIGKILL');
    assert.deepEqual(await program.exited, { code: null, signal: 'SIGKILL' });
  });

  it('kills a program that will not listen to SIGTERM', async () => {
    const folder = freshFolder();
    const deaf = `process.on('SIGTERM', () => {}); require('fs').writeFileSync('here', ''); ${forever}`;
    const program = await guarded(node, ['-e', deaf], { folder });
    await until(() => existsSync(join(folder, 'here')));
    await program[Symbol.asyncDispose]();
    assert.ok(!alive(program.pid));
  });

  it('ends what the program itself has started', async () => {
    const folder = freshFolder();
    const parent = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(forever)}]);
      require('fs').writeFileSync('child.part', String(c.pid)); require('fs').renameSync('child.part', 'child'); ${forever}`;
    const program = await guarded(node, ['-e', parent], { folder });
    await until(() => existsSync(join(folder, 'child')));
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
    assert.ok(alive(child));
    await program[Symbol.asyncDispose]();
    await until(() => !alive(child));
  });

  it('appends what the program prints to the log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'authbench-guard-'));
    const log = join(folder, 'log');
    await using program = await guarded(node, ['-e', 'console.log("out"); console.error("err")'], { log });
    await program.exited;
    assert.equal(readFileSync(log, 'utf8'), 'out\nerr\n');
    await rm(folder, { recursive: true });
  });

  it('owns a folder alone, also one that is there already', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'authbench-guard-'));
    const guard = await guarded(undefined, [], { folder });
    assert.ok(existsSync(folder));
    await guard[Symbol.asyncDispose]();
    assert.ok(!existsSync(folder));
  });

  it('refuses a program that does not exist, with AB-E101, and keeps no folder', async () => {
    const folder = freshFolder();
    await assert.rejects(guarded('/no/such/program', [], { folder }), (error) => {
      assert.ok(error instanceof BenchError);
      assert.equal(error.code, 'AB-E101');
      assert.match(String(error.cause), /ENOENT/);
      return true;
    });
    assert.ok(!existsSync(folder));
  });

  it('ends the program and removes the folder after kill -9 of the owner', async () => {
    const folder = freshFolder();
    const owner = startOwner(folder);
    const { pid } = await spoken<{ pid: number }>(owner);
    assert.ok(alive(pid) && existsSync(folder));
    owner.kill('SIGKILL');
    await until(() => !alive(pid) && !existsSync(folder));
  });

  it('leaves nothing when the owner is killed while the guard is still starting', async () => {
    const folder = freshFolder();
    const owner = startOwner(folder, 'early');
    const { guards } = await spoken<{ guards: number[] }>(owner);
    owner.kill('SIGKILL');
    await until(() => guards.every((pid) => !alive(pid)));
    assert.ok(!existsSync(folder));
  });

  it('ends the program from here when the guard itself is killed', async () => {
    const folder = freshFolder();
    await using program = await guarded(node, ['-e', forever], { folder });
    process.kill(parentOf(program.pid), 'SIGKILL');
    await program.exited;
    await until(() => !alive(program.pid));
    assert.ok(!existsSync(folder));
  });
});

/** A process that owns a guarded program, and says so on its standard output. */
function startOwner(folder: string, moment: 'early' | 'running' = 'running'): ChildProcess {
  const source = `
    import { readFileSync } from 'node:fs';
    import { guarded } from ${JSON.stringify(fileURLToPath(new URL('./guard.js', import.meta.url)))};
    const starting = guarded(process.execPath, ['-e', ${JSON.stringify(forever)}], { folder: ${JSON.stringify(folder)} });
    if (${moment === 'early'}) {
      const guards = readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ').map(Number);
      console.log(JSON.stringify({ guards }));
    }
    const { pid } = await starting;
    console.log(JSON.stringify({ pid }));`;
  return spawn(node, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function spoken<T>(owner: ChildProcess): Promise<T> {
  // the first line of what has come by now
  const [said] = await once(owner.stdout!, 'data');
  return JSON.parse(String(said).split('\n')[0] ?? '');
}

function parentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
}

/** A zombie counts as dead: it only waits to be reaped. */
function alive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** In the end: a test that waits in vain is ended by its runner. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}
