import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Results } from '../reports/results/results.ts';
import { Event } from './cells/events.ts';
import { withACore } from './with-a-core.fixture.ts';

const entry = fileURLToPath(new URL('./cli/main.js', import.meta.url));
/** Small enough for a test, with every kind of part: store, servers, a shared launch. */
const selection = [
  '--profile',
  'smoke',
  '--suite',
  'security,scale',
  '--scenario',
  'session-fixation,undisturbed',
  '--ui',
  'json',
];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-e2e-'));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('a run', () => {
  it('ends with every file, exit 0, and nothing left behind; report writes the same bytes again', async () => {
    const { child, out, events } = start('whole');
    // closed, and not only ended: then all that it said was read
    assert.deepEqual(await once(child, 'close'), [0, null]);
    const results = await readResults(out);
    assert.equal(results.run.state, 'complete');
    assert.equal(await latest(), 'whole');
    assert.deepEqual(new Set(results.attacks.map(({ scheme }) => scheme)), new Set(['session', 'jwt', 'jwt-refresh']));
    for (const file of [
      'index.html',
      'summary.md',
      'results.csv',
      'verdicts.csv',
      'security.csv',
      'findings.sarif',
      'junit.xml',
    ]) {
      assert.ok(existsSync(join(out, file)), `${file} is missing`);
    }
    assert.equal(events().filter(({ type }) => type === 'cell-done').length, results.cells.length);
    assert.deepEqual(await leftOf(results.run.id), []);
    const before = await textsIn(out);
    assert.deepEqual(await once(spawn(process.execPath, [entry, 'report', out]), 'exit'), [0, null]);
    const after = await textsIn(out);
    // not deepEqual, which would print megabytes
    for (const [file, text] of before) assert.ok(after.get(file) === text, `${file} was written otherwise`);
  });

  for (const [signal, times, code] of [
    ['SIGINT', 1, 130],
    ['SIGTERM', 2, 143],
  ] as const) {
    it(`writes an incomplete report on ${times} × ${signal}, exits ${code}, says how it goes on, and is not latest`, async () => {
      const started = start(signal, [...selection, '--live']);
      const { child, out, events } = started;
      await firstCell(started);
      const page =
        events().flatMap((event) => (event.type === 'note' ? (/http:\S+/.exec(event.text) ?? []) : []))[0] ?? '';
      assert.match(await (await fetch(page)).text(), /of \d+ tests are done/);
      assert.deepEqual(await endedBy(child, signal, times), [code, null]);
      await assert.rejects(fetch(page));
      const results = await readResults(out);
      assert.equal(results.run.state, 'incomplete');
      assert.equal(results.run.exit.code, code);
      assert.ok(results.cells.length >= 1 && existsSync(join(out, 'index.html')));
      assert.deepEqual(await leftOf(results.run.id), []);
      const last = events().at(-1);
      assert.equal(last?.type === 'note' && last.text, `It goes on with  npm run bench -- --resume ${out}`);
      assert.notEqual(await latest(), signal);
    });
  }

  it('is cut by two signals in whichever phase it is, with a report where it had begun to measure', async () => {
    const load = ['--profile', 'smoke', '--suite', 'load', '--scenario', 'refresh', '--ui', 'json'];
    const scale = '--profile smoke --suite scale --scenario undisturbed --schemes jwt --ui json'.split(' ');
    const mute = createServer((socket) => socket.unref())
      .listen(0, '127.0.0.1')
      .unref();
    await once(mute, 'listening');
    const store = `redis://127.0.0.1:${(mute.address() as AddressInfo).port}`;

    const starting = start('cut-starting', [...scale, '--store', store]);
    await once(mute, 'connection');
    assert.deepEqual(await endedBy(starting.child, 'SIGINT', 2), [130, null]);
    assert.equal(existsSync(starting.out), false);

    const doneOf = (events: readonly Event[]) => events.filter(({ type }) => type === 'cell-done').length;
    const phases: readonly (readonly [name: string, args: string[], isReached: (events: Event[]) => boolean])[] = [
      ['cut-piloting', load, (events) => events.some(({ type }) => type === 'plan')],
      ['cut-loading', load, (events) => events.some(({ type }) => type === 'cell-started')],
      ['cut-reporting', scale, (events) => events.some((one) => one.type === 'plan' && one.cells === doneOf(events))],
    ];
    await Promise.all(
      phases.map(async ([name, args, isReached]) => {
        const { child, out, events, said } = start(name, args);
        while (!isReached(events())) await once(child.stderr ?? child, 'data');
        const ended = await endedBy(child, 'SIGINT', 2);
        const { run } = await readResults(out);
        // a report that is being written already is of a run that was complete
        const code = name === 'cut-reporting' && run.state === 'complete' ? 0 : 130;
        assert.deepEqual([name, run.exit.code, ...ended], [name, code, code, null], said());
        assert.ok(existsSync(join(out, 'index.html')));
        assert.deepEqual(await leftOf(run.id), []);
      }),
    );
  });

  it('has its folder for itself, and keeps its finished cells and leaves no process or folder when it is killed', async () => {
    const started = start('killed');
    const { child, out } = started;
    await firstCell(started);
    child.kill('SIGSTOP');
    const { run, cells } = await readResults(out);
    const second = spawn(process.execPath, [entry, ...selection, '--out', out]);
    const [said, [code]] = await Promise.all([collect(second.stderr), once(second, 'exit')]);
    assert.equal(code, 69);
    assert.match(said, /AB-E011/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(cells.length >= 1);
    assert.equal(run.state, 'incomplete');
    await eventually(async () => assert.deepEqual(await leftOf(run.id), []));
    assert.ok((await readResults(out)).cells.length >= cells.length);
  });

  it('measures again what broke a limit, and that alone, before it fails by it', async () => {
    const budgets = join(folder, 'budgets.json');
    const bytes = { metric: 'bytes.up', scenario: 'refresh', scheme: 'jwt-refresh', max: 10, level: 'error' };
    await writeFile(budgets, JSON.stringify({ budgets: [{ id: 'size', ...bytes }] }));
    const selected = ['--profile', 'smoke', '--suite', 'load', '--scenario', 'refresh', '--budgets', budgets];
    let tries = 0;
    const attempt = async () => {
      const out = join(folder, `confirmed-${++tries}`);
      const child = spawn(process.execPath, [entry, ...selected, '--out', out], { stdio: 'ignore' });
      return { out, ended: await once(child, 'exit') };
    };
    // a round that waited for a core is in no figure, and then nothing can be said of the limit
    const hasCode = (code: number) => (found: Awaited<ReturnType<typeof attempt>>) => found.ended[0] === code;
    const { out, ended } = await withACore(attempt, hasCode(1), hasCode(3));
    assert.deepEqual(ended, [1, null]);
    const { cells, run, budgets: judged } = await readResults(out);
    const measured = cells.map(({ id }) => id);
    assert.deepEqual(measured, ['refresh/jwt-refresh/round-1', 'refresh/jwt-refresh+confirm-1:main/round-1']);
    assert.match(run.exit.reasons.join(), /^budget size breached: measured again: /);
    assert.deepEqual(
      judged?.map(({ state }) => state),
      ['breached'],
    );
  });

  it('refuses flags that cannot be used, all of them at once, before anything starts', async () => {
    const out = join(folder, 'refused');
    const child = spawn(process.execPath, [
      entry,
      '--profile',
      'huge',
      '--schemes',
      'oauth',
      '--seed',
      'x',
      '--out',
      out,
    ]);
    const [text, [code]] = await Promise.all([collect(child.stderr), once(child, 'exit')]);
    assert.equal(code, 64);
    for (const part of [/AB-E001/, /--profile 'huge'/, /--schemes 'oauth'/, /--seed 'x'/, /fix:/])
      assert.match(text, part);
    assert.equal(existsSync(out), false);
  });
});

interface Started {
  readonly child: ChildProcess;
  readonly out: string;
  said(): string;
  events(): Event[];
}

function start(name: string, args: readonly string[] = selection): Started {
  const out = join(folder, name);
  const child = spawn(process.execPath, [entry, ...args, '--out', out], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const events = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => Event.parse(JSON.parse(line)));
  return { child, out, said: () => text, events };
}

/**
 * Sends a signal as often as that, 50 ms apart: whoever presses Ctrl-C in a hurry, or a wrapper that forwards what its
 * group got too. @returns the exit code, and the signal that ended it by itself
 */
async function endedBy(child: ChildProcess, signal: NodeJS.Signals, times: number): Promise<unknown[]> {
  const ended = once(child, 'close');
  for (let sent = 0; sent < times; sent += 1) {
    if (sent > 0) await delay(50);
    child.kill(signal);
  }
  return ended;
}

/** What `latest` beside the runs points to. */
async function latest(): Promise<string | undefined> {
  return readlink(join(folder, 'latest')).catch(() => undefined);
}

/** Until one is done that was tried, however many events come at once. */
async function firstCell({ child, events, said }: Started): Promise<void> {
  const isTried = (event: Event) => event.type === 'cell-done' && event.summary !== 'not-applicable';
  while (!events().some(isTried)) {
    assert.equal(child.exitCode, null, said());
    await once(child.stderr ?? child, 'data');
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

async function readResults(out: string): Promise<Results> {
  return Results.parse(JSON.parse(await readFile(join(out, 'results.json'), 'utf8')));
}

async function textsIn(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(files.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** Processes and folders that bear the run's name: servers in their environment, the store as its working folder. */
async function leftOf(runId: string): Promise<string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => name.includes(runId));
  const processes: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
    const text =
      (await read('environ')) + (await read('cmdline')) + (await readlink(`/proc/${pid}/cwd`).catch(() => ''));
    if (text.includes(runId)) processes.push(`${pid}: ${(await read('cmdline')).replaceAll('\0', ' ').slice(0, 120)}`);
  }
  return [...folders, ...processes];
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let left = 600; ; left--) {
    try {
      return await check();
    } catch (error) {
      if (left === 0) throw error;
      await delay(100);
    }
  }
}
