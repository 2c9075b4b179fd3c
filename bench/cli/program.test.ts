import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decisionResults } from '../../reports/results/fixtures/decision.ts';
import { incompleteResults } from '../../reports/results/fixtures/results.ts';
import { BenchError } from '../errors.ts';
import { tool } from '../machine/tool.ts';
import { main } from './program.ts';

const entry = fileURLToPath(new URL('./main.js', import.meta.url));
const origin = process.cwd();
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-cli-'));
  process.chdir(folder);
  await store('done', JSON.stringify(decisionResults));
  await store('cut', JSON.stringify(incompleteResults));
  await store('damaged', '{"schemaVersion":"1.1');
  await symlink('done', join('reports', 'runs', 'latest'));
  await writeFile('broken.json', '{"budgets":[{"id":"a","attack":"*","level":"loud"}]}');
  const p98 = { id: 'a', metric: 'latency.p98', scheme: 'jwt', max: '1s' };
  await writeFile('misnamed.json', JSON.stringify({ budgets: [p98] }));
  await writeFile('broken.yaml', 'name: [');
});
after(async () => {
  process.chdir(origin);
  await rm(folder, { recursive: true, force: true });
});

async function store(name: string, text: string): Promise<void> {
  await mkdir(join('reports', 'runs', name), { recursive: true });
  await writeFile(join('reports', 'runs', name, 'results.json'), text);
}

/** All that is there, and where `latest` points. */
async function everything(): Promise<string[]> {
  const names = await readdir('.', { recursive: true });
  return [...names.sort(), await readlink(join('reports', 'runs', 'latest'))];
}

describe('what the command line refuses', () => {
  const refused: readonly [args: string, code: string][] = [
    ['constructor', 'AB-E001'],
    ['run --store embeded', 'AB-E002'],
    ['run --store redis://8.8.8.8:6379', 'AB-E003'],
    ['run --store redis://8.8.8.8:6379 --allow-remote 9.9.9.9', 'AB-E003'],
    ['calibrate --store embeded', 'AB-E002'],
    ['calibrate --repeat 0', 'AB-E001'],
    ['run --store redis://127.0.0.1:1', 'AB-E203'],
    ['run --out broken.json/run --store embedded', 'AB-E102'],
    ['run --out=', 'AB-E001'],
    ['run --scenario=', 'AB-E001'],
    ['run --scenario nope', 'AB-E001'],
    ['run --suite load --scenario session-fixation', 'AB-E001'],
    ['run --seed -1', 'AB-E001'],
    ['run --seed 4294967296', 'AB-E001'],
    ['run --rounds 0', 'AB-E001'],
    ['run --confirm 10', 'AB-E001'],
    ['run --node /nowhere/node', 'AB-E012'],
    [`run --node ${process.versions.node}`, 'AB-E001'],
    ['run --node 24 --cluster compose', 'AB-E001'],
    ['run --node 24 --suite load,security', 'AB-E001'],
    ['run --slo soon', 'AB-E001'],
    ['run --expect 2', 'AB-E001'],
    ['run --agents redis://10.0.0.9:6379', 'AB-E001'],
    ['run --agents redis://127.0.0.1:1 --suite micro', 'AB-E001'],
    ['run --agents redis://127.0.0.1:1 --expect many', 'AB-E001'],
    ['run --agents redis://127.0.0.1:1 --balancer haproxy', 'AB-E001'],
    ['run --agents redis://:word@10.0.0.9:6379 --reach 10.0.0.5', 'AB-E402'],
    ['run --agents nowhere --reach 10.0.0.5', 'AB-E402'],
    ['agent', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name A1', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name a1 --limits rate=5', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name a1 --roles stores', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name a1 --roles servers --reach 10.0.0.5/x', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name a1 --roles servers --store 10.0.0.8', 'AB-E001'],
    ['agent --control redis://127.0.0.1:1 --name a1', 'AB-E402'],
    ['run --unknown', 'AB-E001'],
    ['run --formats pdf', 'AB-E001'],
    ['run --browser /nowhere', 'AB-E001'],
    ['run --budgets broken.json', 'AB-E007'],
    ['run --budgets nowhere.json', 'AB-E007'],
    ['run --budgets misnamed.json', 'AB-E007'],
    ['run --baseline nowhere', 'AB-E004'],
    ['run --target broken.yaml', 'AB-E008'],
    ['run --target nowhere.yaml', 'AB-E008'],
    ['run --dry-run', 'AB-E001'],
    ['run --resume nowhere', 'AB-E004'],
    ['run --resume damaged', 'AB-E010'],
    ['run --resume cut --seed 4', 'AB-E001'],
    ['report nowhere', 'AB-E004'],
    ['report damaged', 'AB-E010'],
    ['report done --formats pdf', 'AB-E001'],
    ['advise --run damaged', 'AB-E010'],
    ['compare done damaged', 'AB-E010'],
    ['check done --budgets broken.json', 'AB-E007'],
    ['check done --budgets misnamed.json', 'AB-E007'],
    ['report done --budgets misnamed.json', 'AB-E007'],
    ['baseline set cut', 'AB-E004'],
    ['baseline nonsense', 'AB-E001'],
    ['explain nope', 'AB-E005'],
    ['explain E999', 'AB-E005'],
    ['schema nope', 'AB-E001'],
    ['help nope', 'AB-E001'],
  ];

  it('leaves nothing, and latest as it was', async () => {
    const there = await everything();
    for (const [args, code] of refused) {
      await assert.rejects(main(args.split(' ')), { code }, args);
      assert.deepEqual(await everything(), there, args);
    }
  });

  it('is no variable of the environment that is empty', async () => {
    Object.assign(process.env, { AUTHBENCH_PROFILE: '', REDIS_URL: '' });
    // of all that these lines say, the last flag alone is wrong
    await assert.rejects(main(['run', '--formats', 'pdf']), { message: /^--formats 'pdf' is unknown[^\n]*$/ });
    process.env.AUTHBENCH_PROFILE = 'huge';
    await assert.rejects(main(['run']), { message: /^--profile 'huge' is unknown/ });
    delete process.env.AUTHBENCH_PROFILE;
  });

  it('names the way out where the baseline is gone', async () => {
    const baseline = join('reports', 'runs', 'baseline');
    await symlink('gone', baseline);
    for (const args of ['run', 'baseline', 'baseline show'])
      await assert.rejects(main(args.split(' ')), { message: /^the baseline, gone, cannot/ }, args);
    await rm(baseline);
  });

  it('is answered with where the flags of that command stand', async () => {
    await assert.rejects(main(['check']), { fix: 'see npm run bench -- help check' });
    await assert.rejects(main(['--profile', 'huge']), { fix: 'see npm run bench -- help run' });
    await assert.rejects(main(['chekc']), { message: /Did you mean check/, fix: 'see npm run bench -- help' });
  });
});

describe('the command line', () => {
  it('answers whoever asks what there is, what it is, or what a name of a report means', async () => {
    const [help = '', flags = '', version, short, baseline = '', evidence = '', figure = '', code = '', ...rest] =
      await answers(
        ...[['--help'], ['help', 'run'], ['--version'], ['--debug', '-V'], ['baseline'], ['explain', 'E1']],
        ...[['explain', 'p99'], ['explain', '2'], ['explain'], ['list']],
      );
    const commands = (await readdir(new URL('./commands', import.meta.url)))
      .filter((name) => name.endsWith('.js') && !/\.(test|fixture)\./.test(name))
      .map((name) => name.slice(0, -'.js'.length))
      // these two are parts of others
      .filter((name) => !['command', 'targets', 'interview'].includes(name));
    for (const name of commands) assert.match(help, new RegExp(`^  ${name}\\b.{10,70}$`, 'm'));
    assert.match(flags, /--profile <name>/);
    assert.deepEqual([version, short], [`${tool.version}\n`, `${tool.version}\n`]);
    assert.match(baseline, /^no baseline is set\n.*set <run>/s);
    assert.match(evidence, /^E1 of run \S+: attack-replay-after-logout-session\n/);
    assert.match(figure, /^p99\n {2}The latency that 99 of 100/);
    assert.match(code, /^exit 2\n/);
    const [all = '', listed = ''] = rest;
    assert.match(all, /^ *attacks: /m);
    assert.match(listed, /^done .*complete .* latest$/m);
    assert.match(listed, /^damaged +not readable$/m);
  });

  it('has the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    assert.equal(tool.version, version);
  });

  it('says what to do where no run has come to its end', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'authbench-cli-'));
    process.chdir(elsewhere);
    try {
      const first = { code: 'AB-E004', message: 'no run has come to its end here' };
      for (const args of ['advise', 'report latest', 'compare latest latest', 'baseline set latest', 'explain E1'])
        await assert.rejects(main(args.split(' ')), { ...first, fix: 'measure one: npm run bench' }, args);
      await store('cut', JSON.stringify(incompleteResults));
      await assert.rejects(main(['advise']), { ...first, fix: 'measure one, or name one that did not: cut' });
    } finally {
      process.chdir(folder);
      await rm(elsewhere, { recursive: true });
    }
  });

  it('says of a run that is not there what is, and no cause of a file system', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'authbench-cli-'));
    process.chdir(elsewhere);
    const runs = join(process.cwd(), 'reports', 'runs');
    const all = 'all runs: npm run bench -- list';
    const give = 'give the folder of a run, in which its results.json is';
    const refused = async (args: string, message: string, fix: string) => {
      const error = await main(args.split(' ')).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof BenchError, args);
      assert.deepEqual([error.code, error.message, error.fix, error.cause], ['AB-E004', message, fix, undefined], args);
    };
    try {
      const gone = "there is no run '20261123' in reports/runs";
      for (const args of ['report 20261123', 'open 20261123', 'run --baseline 20261123'])
        await refused(args, gone, 'no runs yet: npm run bench');
      await refused('compare baseline baseline', 'no baseline is set', 'npm run bench -- baseline set latest');
      await store('20261124T1305-a', JSON.stringify(decisionResults));
      await refused('report nowhere', "there is no run 'nowhere' in reports/runs", all);
      await refused('report 20261123', gone, `near it: 20261124T1305-a; ${all}`);
      await mkdir(join(runs, 'empty'));
      await refused('report empty', `${join(runs, 'empty')} holds no results.json`, give);
      await refused('report ./kept', `there is no folder ${join(process.cwd(), 'kept')}`, give);
    } finally {
      process.chdir(folder);
      await rm(elsewhere, { recursive: true });
    }
  });

  it('is quiet where its reader has gone, and ends as it would have', async () => {
    const [out, err] = await Promise.all([
      alone('schema results', { without: 'stdout' }),
      alone('report nowhere', { without: 'stderr' }),
    ]);
    assert.deepEqual(
      [out, err],
      [
        { code: 0, err: '' },
        { code: 64, err: '' },
      ],
    );
  });

  it('ends as it would have where a signal comes when all is done', async () => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      const late = `process.once('beforeExit', () => { process.kill(process.pid, '${signal}'); setTimeout(() => {}, 50); });`;
      assert.deepEqual(await alone('schema nope', { first: late }).then(({ code }) => code), 64);
    }
  });

  it('ends with 70 and a cause where it meets what nobody expected, also where nobody waits for what fails', async () => {
    const failures = ['throw new Error("odd")', 'Promise.reject(new Error("odd"))'];
    const ended = await Promise.all(
      failures.map((odd) => alone('schema results', { first: `process.stdout.write = () => { ${odd} }` })),
    );
    for (const { code, err } of ended) {
      assert.equal(code, 70);
      assert.match(err, /AB-E901.*\n +cause: odd\n/);
    }
  });
});

/** In a process of its own, one of its outputs closed, or a script run first. */
async function alone(args: string, { without, first = '' }: { without?: 'stdout' | 'stderr'; first?: string }) {
  const preload = `data:text/javascript,${encodeURIComponent(first)}`;
  const child = spawn(process.execPath, ['--import', preload, entry, ...args.split(' ')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (without) child[without].destroy();
  const [err, [code]] = await Promise.all([
    without === 'stderr' ? '' : text(child.stderr),
    once(child, 'exit'),
    without === 'stdout' ? '' : text(child.stdout),
  ]);
  return { code, err };
}

/** What each command line writes to standard output, in one process. */
async function answers(...calls: string[][]): Promise<string[]> {
  const script = `
    const { main } = await import(${JSON.stringify(new URL('./program.js', import.meta.url).href)});
    for (const call of ${JSON.stringify(calls)}) {
      const code = await main(call);
      process.stdout.write('\\0');
      if (code !== 0) throw new Error(call.join(' ') + ': exit ' + code);
    }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return stdout.split('\0');
}
