import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decisionResults } from '../../../reports/results/fixtures/decision.ts';
import { failedResults, fullResults, incompleteResults } from '../../../reports/results/fixtures/results.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { CommandOutput } from './answering.fixture.ts';

const entry = fileURLToPath(new URL('../main.js', import.meta.url));

const stored: Readonly<Record<string, Results>> = {
  first: decisionResults,
  failed: { ...failedResults, schemes: decisionResults.schemes },
  unlike: { ...decisionResults, methodVersion: 'x' },
  cut: incompleteResults,
  rendered: decisionResults,
  reread: { ...fullResults, run: { ...fullResults.run, id: 'reread' } },
  'rendered-failed': { ...failedResults, schemes: decisionResults.schemes },
  obstructed: decisionResults,
  shown: decisionResults,
};

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-commands-'));
  for (const [name, results] of Object.entries(stored)) {
    await mkdir(join(folder, 'reports', 'runs', name), { recursive: true });
    await writeFile(join(folder, 'reports', 'runs', name, 'results.json'), JSON.stringify(results));
  }
  await symlink('first', join(folder, 'reports', 'runs', 'latest'));
});
after(async () => {
  answering?.kill();
  await rm(folder, { recursive: true, force: true });
});

const surroundings = () => ({ cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
let answering: ChildProcess | undefined;

async function authbench(...args: string[]): Promise<CommandOutput> {
  answering ??= fork(new URL('./answering.fixture.js', import.meta.url), surroundings());
  answering.send(args);
  return (await once(answering, 'message'))[0];
}

/** The same in a process of its own, whose exit code is seen, and whose environment may have something else. */
async function alone(...args: (string | NodeJS.ProcessEnv)[]): Promise<CommandOutput> {
  const { cwd, env } = surroundings();
  const others = Object.assign(env, ...args.filter((one) => typeof one === 'object'));
  const words = args.filter((one) => typeof one === 'string');
  const child = spawn(process.execPath, [entry, ...words], { cwd, env: others, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

describe('advise', () => {
  it('answers from the newest run within 80 columns, and writes a decision record', async () => {
    const { code, out } = await authbench(
      ...['advise', '--revocation', '5s', '--instances', '6', '--clients', 'spa,mobile', '--adr', 'decision.md'],
    );
    assert.equal(code, 0);
    assert.match(out, /^Take session\.$/m);
    assert.match(out, /^jwt-refresh: ruled out$/m);
    for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
    assert.match(await readFile(join(folder, 'decision.md'), 'utf8'), /^We stay signed in with \*\*session\*\*\.$/m);
  });

  it('names every flag that it cannot read', async () => {
    const { code, err } = await authbench('advise', '--revocation', 'soon', '--clients', 'toaster');
    assert.equal(code, 64);
    for (const part of [/AB-E001/, /--revocation: 'soon' is no time/, /--clients: .*spa/]) assert.match(err, part);
  });

  it('asks nothing where there is no terminal', async () => {
    const { code, out } = await authbench('advise');
    assert.equal(code, 0);
    assert.match(out, /nothing that was asked tells them apart/);
  });
});

describe('the decision margin', () => {
  const margins = async () => {
    const stored = JSON.parse(await readFile(join(folder, 'reports', 'runs', 'reread', 'results.json'), 'utf8'));
    return (stored as Results).decisionMargin;
  };

  it('belongs to the reading: a stored run is rendered by another one, and keeps it until the next', async () => {
    await authbench('report', 'reread', '--formats', 'json,csv');
    assert.equal(await margins(), 0.25);
    await authbench('report', 'reread', '--formats', 'json,csv', '--decision-margin', '15%');
    assert.equal(await margins(), 0.15);
    await authbench('report', 'reread', '--formats', 'json,csv');
    assert.equal(await margins(), 0.15);
  });

  it('changes advice for once', async () => {
    const asked = ['advise', '--session', '8h', '--prefer', 'cost'];
    assert.match((await authbench(...asked)).out, /session: possible/);
    assert.match((await authbench(...asked, '--decision-margin', '45%')).out, /session: RECOMMENDED/);
  });

  it('is refused where it is no share, by whatever command takes it', async () => {
    for (const command of [
      ['report', 'reread'],
      ['advise', '--revocation', '5s'],
      ['run', '--profile', 'smoke'],
    ]) {
      const { code, err } = await authbench(...command, '--decision-margin', '25');
      assert.equal(code, 64);
      assert.match(err, /--decision-margin '25' is no share between 1 % and 50 %, such as 15%/);
    }
  });
});

describe('report', () => {
  it('writes the same bytes as before, to every file', async () => {
    const path = join(folder, 'reports', 'runs', 'rendered');
    const { code, out } = await authbench('report', 'rendered');
    assert.equal(code, 0);
    const files = out.trim().split('\n');
    assert.deepEqual(files.map((file) => file.slice(path.length + 1)).sort(), (await readdir(path)).sort());
    const read = () => Promise.all(files.map((file) => readFile(file, 'utf8')));
    const before = await read();
    await authbench('report', 'rendered');
    const after = await read();
    // not deepEqual, which would print megabytes
    for (const [i, file] of files.entries()) assert.ok(before[i] === after[i], file);
  });

  it('ends as the run did: with exit 1 where an attack succeeded', async () => {
    assert.equal((await alone('report', 'rendered-failed', '--formats', 'junit')).code, 1);
  });
});

describe('compare', () => {
  it('says equivalent everywhere of a run and itself, with exit 0', async () => {
    const { code, out } = await authbench('compare', 'latest', 'first');
    assert.equal(code, 0);
    assert.match(out, /^Figures: \d+ equivalent$/m);
    assert.match(out, /^Security: 0 new, 0 fixed, 0 still open$/m);
  });

  it('exits 1 when something got worse', async () => {
    const { code, out } = await authbench('compare', 'first', 'failed');
    assert.equal(code, 1);
    assert.match(out, /^Security: 2 new/m);
  });

  it('refuses runs of two methods with exit 3, and shows them only marked', async () => {
    const refused = await authbench('compare', 'first', 'unlike');
    assert.deepEqual([refused.code, refused.out], [3, '']);
    assert.match(refused.err, /AB-E006.*\n +method: 5 against x/);
    const marked = await authbench('compare', 'first', 'unlike', '--allow-mismatch');
    assert.equal(marked.code, 3);
    assert.match(marked.out, /^NOT COMPARABLE$/m);
  });
});

describe('check', () => {
  const cases: readonly [name: string, run: string, budget: object, code: number][] = [
    ['met', 'first', { id: 'a', attack: 'refresh-reuse' }, 0],
    ['breached', 'failed', { id: 'a', attack: '*' }, 1],
    ['open', 'first', { id: 'a', attack: '*' }, 2],
    ['invalid', 'first', { id: 'a', metric: 'bytes.up', scheme: 'jwt', max: '1s', level: 'error' }, 3],
    ['only warned of', 'failed', { id: 'a', attack: '*', level: 'warn' }, 0],
  ];
  for (const [name, run, budget, expected] of cases) {
    it(`exits ${expected} where a budget is ${name}`, async () => {
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify({ budgets: [budget] }));
      const { code, out } = await authbench('check', run, '--budgets', file);
      assert.equal(code, expected);
      assert.match(out, new RegExp(`^exit ${expected}: `, 'm'));
    });
  }

  it('says where a budgets file is wrong', async () => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, '{"budgets":[{"id":"a","attack":"*","level":"loud"}]}');
    const { code, err } = await authbench('check', '--budgets', file);
    assert.equal(code, 64);
    assert.match(err, /AB-E007/);
  });

  it('judges nothing where a budget names what there is not, and says what is near it', async () => {
    const file = join(folder, 'misnamed.json');
    const p98 = { id: 'a', metric: 'latency.p98', scheme: 'jwt', max: '25ms' };
    await writeFile(file, JSON.stringify({ budgets: [{ id: 'all', attack: '*' }, p98] }));
    const { code, out, err } = await authbench('check', 'failed', '--budgets', file);
    assert.deepEqual([code, out], [64, '']);
    assert.match(
      err,
      /there is no metric 'latency\.p98'; near it: latency\.p95, latency\.p99, latency\.p50\n.* at budgets\[1\]\.metric\n/,
    );
    await writeFile(
      file,
      JSON.stringify({ budgets: [{ ...p98, metric: 'slo.p99', scenario: 'refresh', level: 'error' }] }),
    );
    assert.equal((await authbench('check', 'first', '--budgets', file)).code, 2);
  });
});

describe('baseline', () => {
  it('is what was set, and nothing before', async () => {
    assert.equal((await authbench('baseline', 'show')).code, 64);
    assert.match((await authbench('baseline', 'set', 'latest')).out, /^20261123T130502Z-1a2b3c4$/m);
    assert.match((await authbench('baseline', 'show')).out, /^20261123T130502Z-1a2b3c4 {2}quick/);
    assert.equal((await authbench('compare', 'baseline', 'latest')).code, 0);
    assert.match((await authbench('list')).out, /^first .* baseline$/m);
    assert.doesNotMatch((await authbench('list')).out, /^(latest|baseline)/m);
  });

  it('is never a run that was cut', async () => {
    const { code, err } = await authbench('baseline', 'set', 'cut');
    assert.equal(code, 64);
    assert.match(err, /incomplete/);
  });
});

describe('--json', () => {
  /** What a command says to programs: one document, and nothing beside it. */
  const told = async (...args: string[]) => {
    const { code, out, err } = await authbench(...args, '--json');
    assert.equal(out.trim().split('\n').length, 1);
    return { code, err, said: JSON.parse(out) };
  };

  it('lists runs, each with its state, and how the one that was cut ended', async () => {
    const { code, said } = await told('list');
    assert.equal(code, 0);
    const cut = said.find((one: { id: string }) => one.id === 'cut');
    assert.deepEqual(cut, { id: 'cut', state: 'incomplete', profile: 'quick', exit: 130, links: [] });
    assert.ok(said.find((one: { id: string }) => one.id === 'first').links.includes('latest'));
  });

  it('tells what the machine offers, with exit 0 where it is ready and 69 where it is not', async () => {
    const { code, said } = await told('doctor');
    assert.deepEqual(Object.keys(said).sort(), ['conclusions', 'found', 'isReady']);
    assert.equal(code, said.isReady ? 0 : 69);
  });

  it('explains a name, and refuses an unknown one on the other stream', async () => {
    const { code, said } = await told('explain', 'exit', '2');
    assert.equal(code, 0);
    assert.equal(said.name, 'exit 2');
    assert.match(said.text, /^exit 2\n/);
    const attack = await told('explain', 'credential-in-url');
    assert.match(attack.said.text, /^ *where it succeeds: Take a credential from its own place alone/m);
    const unknown = await authbench('explain', 'nonsense-name', '--json');
    assert.deepEqual([unknown.code, unknown.out], [64, '']);
    assert.match(unknown.err, /AB-E005/);
  });

  it('compares two runs, with exit 0, 1 and 3 as without it', async () => {
    const same = await told('compare', 'first', 'first');
    assert.equal(same.code, 0);
    assert.deepEqual(Object.keys(same.said).sort(), [
      ...['base', 'changes', 'claims', 'head', 'mismatches', 'security', 'unheld'],
    ]);
    const worse = await told('compare', 'first', 'failed');
    assert.deepEqual([worse.code, worse.said.security.fresh.length], [1, 2]);
    const unlike = await told('compare', 'first', 'unlike', '--allow-mismatch');
    assert.deepEqual([unlike.code, unlike.said.mismatches], [3, ['method: 5 against x']]);
    assert.deepEqual((await authbench('compare', 'first', 'unlike', '--json')).out, '');
  });

  it('checks budgets, with the state of each and the exit code', async () => {
    const file = join(folder, 'for-programs.json');
    await writeFile(file, JSON.stringify({ budgets: [{ id: 'a', attack: '*' }] }));
    const { code, said } = await told('check', 'failed', '--budgets', file, '--baseline', 'first');
    assert.deepEqual(Object.keys(said), ['run', 'baseline', 'budgets', 'exit']);
    assert.deepEqual([code, said.exit, said.budgets.length], [1, 1, 1]);
    assert.deepEqual([said.budgets[0].id, said.budgets[0].state], ['a', 'breached']);
  });
});

describe('open', () => {
  const page = () => join(folder, 'reports', 'runs', 'shown', 'index.html');

  it('prints where the report is, and shows it by what the machine has for that', async () => {
    await writeFile(page(), 'a report');
    const tools = join(folder, 'tools');
    await mkdir(tools, { recursive: true });
    const opened = join(folder, 'opened');
    await writeFile(
      join(tools, 'xdg-open'),
      `#!/bin/sh\nprintf %s "$1" > '${opened}.part'; /bin/mv '${opened}.part' '${opened}'\n`,
      {
        mode: 0o755,
      },
    );
    const { code, out, err } = await alone({ PATH: tools }, 'open', 'shown');
    assert.deepEqual([code, out, err], [0, `${page()}\n`, '']);
    while (!(await readdir(folder)).includes('opened')) await soon();
    assert.equal(await readFile(opened, 'utf8'), page());
  });

  it('says so where nothing shows a page, and prints its path all the same', async () => {
    await writeFile(page(), 'a report');
    const { code, out, err } = await alone({ PATH: join(folder, 'nowhere') }, 'open', 'shown');
    assert.deepEqual([code, out], [0, `${page()}\n`]);
    assert.match(err, /open that file yourself/);
  });

  it('names the command that writes a report where there is none', async () => {
    const { code, out, err } = await authbench('open', 'unlike', '--print');
    assert.deepEqual([code, out], [64, '']);
    assert.match(err, /AB-E004.*unlike has no report/);
    assert.match(err, /fix: .*report unlike/);
  });
});

describe('what goes wrong', () => {
  it('is exit 69 where a needed part is missing, before anything is measured', async () => {
    const { code, err } = await alone('run', '--profile', 'smoke', '--store', 'redis://127.0.0.1:1', '--out', 'none');
    assert.equal(code, 69);
    assert.match(err, /AB-E203/);
  });

  it('is exit 69 where the files of a report cannot be written, with its cause', async () => {
    await mkdir(join(folder, 'reports', 'runs', 'obstructed', 'index.html'));
    const { code, err } = await authbench('report', 'obstructed', '--formats', 'html');
    assert.equal(code, 69);
    assert.match(err, /AB-E102.*\n +cause: EISDIR/);
  });

  it('is exit 69 where a decision record cannot be written, with its cause', async () => {
    const { code, err } = await authbench('advise', '--revocation', '5s', '--adr', folder);
    assert.equal(code, 69);
    assert.match(err, /AB-E102.*\n +cause: EISDIR.*\n +fix: .*--adr/);
  });
});

describe('a mistyped command', () => {
  it('is answered with the one that was meant', async () => {
    const { code, err } = await authbench('comapre', 'a', 'b');
    assert.equal(code, 64);
    assert.match(err, /Did you mean compare/);
  });
});
