import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cellId, evidenceId } from '../../reports/results/cell.ts';
import { armOf } from '../../reports/results/fixtures/arm.ts';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import { scaledResults } from '../../reports/results/fixtures/scale-out.ts';
import type { Results } from '../../reports/results/results.ts';
import { readOptions } from '../cli/options.ts';
import { BenchError } from '../errors.ts';
import { type Everything, readCatalogue } from '../plan/catalogue.ts';
import type { CellSpec } from '../plan/cell-spec.ts';
import { createPlan, suites } from '../plan/plan.ts';
import { profiles } from '../plan/profiles.ts';
import type { RunFlags } from './flags.ts';
import { continued, flagsOf, unfinished, withoutCut } from './resume.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

const flags: RunFlags = {
  profile: 'quick',
  store: 'auto',
  cluster: 'processes',
  balancer: 'none',
  ui: 'silent',
  failOn: 'security',
  confirm: '1',
};
const options = { ...fullResults.run.options, schemes: ['session', 'jwt'] };
const stored: Results = {
  ...fullResults,
  run: {
    ...fullResults.run,
    profile: 'smoke',
    suites: ['load'],
    schemes: ['session', 'jwt'],
    scenarios: ['login'],
    options,
  },
  samples: [
    ...[3, 1, 2].map((round) => ({ ...fullResults.samples[0]!, round, place: 1 })),
    { ...fullResults.samples[0]!, arm: armOf('sensitivity', 'session'), round: 5, place: 1 },
  ],
};
const ceilings = { ratePerSecond: 1_000, concurrency: 64, requests: 100_000 };
const message = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof BenchError) return `${error.code} ${error.message}`;
  }
  return 'nothing was thrown';
};

describe('a run that is continued', () => {
  it('has the profile, schemes, suites, scenarios and seed of the stored one', () => {
    const options = readOptions(flagsOf(stored, '/there', flags, []), all, stored);
    assert.deepEqual(
      [options.profile.id, options.schemes, options.suites, options.scenarios, options.seed, options.out],
      ['smoke', ['session', 'jwt'], ['load'], ['login'], 20_261_123, '/there'],
    );
  });

  it('has its Node.js as they were asked for, and is refused where one of them is another now', () => {
    const on = (node: string): Results => {
      const runtime = { variation: `node-${node}`, node, v8: '13.6', openssl: '3.5', asked: '24' };
      const run = { ...stored.run, options: { ...options, node: ['24'] } };
      return { ...stored, run, environment: { ...stored.environment, runtimes: [runtime] } };
    };
    assert.equal(flagsOf(on('24.21.0'), '/there', flags, []).node, '24');
    // nor one that the environment names
    assert.equal(flagsOf(stored, '/there', { ...flags, node: '22' }, []).node, undefined);
    assert.equal(
      message(() => flagsOf(on('24.21.0'), '/there', flags, ['--node', '22'])),
      'AB-E001 --resume goes on as the run was begun; leave out --node',
    );
    assert.match(
      message(() => continued(on('24.21.0'), on('24.22.3'), '')),
      /cannot be continued here:\n +Node\.js of --node: 24\.21\.0 then, 24\.22\.3 now$/,
    );
  });

  it('cannot be told otherwise', () => {
    assert.equal(
      message(() => flagsOf(stored, '/there', flags, ['--resume', 'latest', '--seed=4', '--profile', 'full'])),
      'AB-E001 --resume goes on as the run was begun; leave out --profile, --seed',
    );
  });

  it('adds rounds to those that there are, without a limit of time or a look before the end', () => {
    const { profile } = readOptions({ ...flagsOf(stored, '/there', flags, []), rounds: '+8' }, all, stored);
    const { load, sensitivity } = profile;
    assert.deepEqual([load.rounds, load.furtherRounds, load.looks, load.reservedMs], [11, 11, [], Infinity]);
    assert.deepEqual([sensitivity.rounds, sensitivity.alone, sensitivity.reservedMs], [0, 13, Infinity]);
  });

  it('does what is left: cells that are not there, and rounds that were not begun', () => {
    const plan = createPlan(
      all,
      {
        ...profiles.quick,
        load: { ...profiles.quick.load, rounds: 5 },
        sensitivity: { ...profiles.quick.sensitivity, rounds: 7 },
      },
      { suites, scenarios: [], seed: 1 },
    );
    const cells = [plan.attacks[0]!, plan.micro[1]!, plan.loadRounds[2]![0]!].map(({ id, facts }) => ({
      ...{ id, ...facts },
      state: 'done' as const,
      durationMs: 1,
    }));
    const left = unfinished(plan, { cells, samples: stored.samples, run: stored.run });
    assert.deepEqual(left.attacks, plan.attacks.slice(1));
    assert.deepEqual(left.micro, plan.micro.toSpliced(1, 1));
    assert.deepEqual(left.loadRounds, plan.loadRounds.slice(3));
    assert.deepEqual(left.sensitivity, plan.sensitivity.slice(5));
  });

  it('comes to the loads that the round which was cut had not come to, and measures anew one that was cut itself', () => {
    const plan = createPlan(all, profiles.quick, { suites: ['load'], scenarios: [], seed: 1 });
    const [first = [], second = []] = plan.loadRounds;
    const [done, cut, never] = [...new Set(first.map(({ scenario }) => scenario.id))] as [string, string, string];
    const of = (...ids: string[]) => first.filter(({ scenario }) => ids.includes(scenario.id));
    const [lostArm] = of(cut);
    const recorded = [...of(done), lostArm!];
    const samples = recorded.map(({ scenario, scheme, arm, round, place }) => ({
      ...{ ...fullResults.samples[0]!, scenario: scenario.id, scheme: scheme.id, arm, round, place },
    }));
    const cells = recorded.map(({ id, facts }) => ({ id, ...facts, state: 'done' as const, durationMs: 1 }));
    const evidence = recorded.map(({ id, facts }) => ({
      ...{ ...fullResults.evidence[0]!, id: `load/${id}`, cell: facts },
    }));
    const before: Results = { ...stored, run: { ...stored.run, state: 'incomplete' }, cells, samples, evidence };
    const left = unfinished(plan, before);
    assert.deepEqual(left.loadRounds, [of(cut, never), second, ...plan.loadRounds.slice(2)]);
    const kept = withoutCut(before, left);
    assert.deepEqual(
      [kept.cells, kept.samples, kept.evidence],
      [cells, samples, evidence].map((list) => list.slice(0, -1)),
    );
    const complete = { ...before, run: stored.run };
    assert.deepEqual(unfinished(plan, complete).loadRounds, plan.loadRounds.slice(1));
  });

  it('is asked for the rounds and the objective that it was begun with, though it was cut before either was seen', () => {
    const begun = readOptions({ ...flags, profile: 'standard', slo: '10ms', rounds: '12', seed: '1' }, all);
    const cut: Results = {
      ...stored,
      run: { ...stored.run, profile: 'standard', state: 'incomplete', options: begun.asked },
      samples: [],
    };
    const again = readOptions(flagsOf(cut, '/there', flags, []), all, cut);
    assert.deepEqual(again.profile, begun.profile);
    assert.deepEqual([again.profile.slo?.p99Ms, again.profile.load.rounds], [10, 12]);
    assert.deepEqual(again.asked, begun.asked);
    const more = readOptions({ ...flagsOf(cut, '/there', flags, []), rounds: '20' }, all, cut);
    assert.deepEqual(more.asked, { ...begun.asked, rounds: { load: 20, sensitivity: 20 }, sloP99Ms: 10 });
    assert.deepEqual(continued(cut, { ...cut, run: { ...cut.run, options: more.asked } }, '').run.options, more.asked);
    const { schemes, cluster, balancer } = begun.asked;
    assert.deepEqual(readOptions(flags, all).asked, { schemes, cluster, balancer });
  });

  it('takes the store that the run had, unless another is named', () => {
    const had = (provider: Results['store']['provider']): Results => ({
      ...stored,
      store: { ...stored.store, provider },
    });
    const store = (results: Results, given: Partial<RunFlags> = {}, args: readonly string[] = []) =>
      flagsOf(results, '/there', { ...flags, ...given }, args).store;
    assert.deepEqual(
      [store(had('embedded')), store(had('url')), store(had('embedded'), { store: 'redis://127.0.0.1:1/0' })],
      ['embedded', 'auto', 'redis://127.0.0.1:1/0'],
    );
    assert.equal(store(had('embedded'), {}, ['--store', 'auto']), 'auto');
  });

  it('measures a round of the rate sweep, of demand or of the curve anew that was cut, with nothing of it kept', () => {
    const plan = createPlan(all, profiles.full, { suites: ['load', 'scale'], scenarios: [], seed: 1 });
    // of the first round all is there, and of the second one arm
    const done = [plan.rateSweep, plan.demand, plan.scaleOut].flatMap(([first = [], second = []]) => [
      ...first,
      ...second.slice(0, 1),
    ]);
    const cells = [plan.searches[0]!, ...done].map(({ id, facts }) => ({
      ...{ id, ...facts, state: 'done' as const, durationMs: 1 },
    }));
    const evidence = done.map(({ facts }) => ({ ...fullResults.evidence[0]!, id: evidenceId(facts), cell: facts }));
    const sweep = [...plan.rateSweep[0]!, plan.rateSweep[1]![0]!];
    const samples = sweep.flatMap(({ arm, scenario, scheme, round }) =>
      [100, 200].map((rate) => ({
        ...fullResults.samples[0]!,
        ...{ scenario: scenario.id, scheme: scheme.id, arm: { ...arm, rate }, round },
      })),
    );
    const rowsOf = <Row>([first = [], second = []]: readonly (readonly CellSpec[])[], row: Row) =>
      [...first, ...second.slice(0, 1)].map(({ facts }) => ({ ...row, evidence: evidenceId(facts) }));
    const before: Results = {
      ...{ ...stored, run: { ...stored.run, state: 'incomplete' }, cells, samples, evidence },
      demand: rowsOf(plan.demand, scaledResults.demand![0]!),
      scaleOut: rowsOf(plan.scaleOut, scaledResults.scaleOut![0]!),
    };
    const left = unfinished(plan, before);
    assert.deepEqual(
      [left.searches, left.rateSweep, left.demand, left.scaleOut],
      [plan.searches, plan.rateSweep, plan.demand, plan.scaleOut].map((list) => list.slice(1)),
    );
    const kept = withoutCut(before, left);
    assert.deepEqual(kept.samples, samples.slice(0, -2));
    for (const rows of ['demand', 'scaleOut'] as const) assert.deepEqual(kept[rows], before[rows]?.slice(0, -1), rows);
    const isCut = (id: string) => [plan.rateSweep, plan.demand, plan.scaleOut].some((list) => list[1]![0]!.id === id);
    assert.deepEqual(
      kept.cells,
      cells.filter(({ id }) => !isCut(id)),
    );
    assert.equal(kept.evidence.length, evidence.length - 3);
  });

  it('measures a breach again anew, of which a pass may have been cut', () => {
    const arm = armOf('confirmation', 'session', 'main', { pass: 1 });
    const facts = { kind: 'load', scenario: 'login', scheme: 'session', arm, round: 1 } as const;
    const before: Results = {
      ...{ ...stored, run: { ...stored.run, state: 'incomplete' } },
      samples: [...stored.samples, { ...fullResults.samples[0]!, arm }],
      cells: [...stored.cells, { id: cellId(facts), ...facts, state: 'done', durationMs: 1 }],
      evidence: [...stored.evidence, { ...stored.evidence[0]!, id: evidenceId(facts), cell: facts }],
    };
    const plan = createPlan(all, profiles.smoke, { suites: ['micro'], scenarios: [], seed: 1 });
    const parts = ({ samples, cells, evidence }: Results) => [samples.length, cells.length, evidence.length];
    assert.deepEqual(parts(withoutCut(before, plan)), parts(stored));
    const whole: Results = { ...before, run: stored.run };
    assert.deepEqual(parts(withoutCut(whole, plan)), parts(before));
  });

  it('keeps what was recorded, and says when it went on', () => {
    const { run, samples } = continued(stored, { ...stored, samples: [] }, 'Continued.');
    assert.deepEqual([run.id, run.state, run.finishedAt], [stored.run.id, 'incomplete', null]);
    assert.equal(run.notes.at(-1), 'Continued.');
    assert.equal(samples, stored.samples);
  });

  it('has its targets described again, and no others', () => {
    const target = { scheme: 'my-app', title: 'my-app', origin: 'http://127.0.0.1:1', requests: 7 };
    const of = (...schemes: string[]): Results => ({
      ...stored,
      run: { ...stored.run, schemes, options: { ...options, schemes: schemes.filter((name) => name !== 'my-app') } },
      targets: [{ ...target, declared: {}, lifetimes: {}, ceilings, optIn: [] }],
    });
    const resumed = (results: Results, ...named: string[]) => flagsOf(results, '/there', flags, [], named).schemes;
    assert.equal(resumed(of('session', 'my-app'), 'my-app'), 'session');
    assert.equal(resumed(of('my-app'), 'my-app'), undefined);
    assert.equal(
      message(() => resumed(of('my-app'))),
      'AB-E001 the run has my-app: name the description again, with --target FILE',
    );
    assert.equal(
      message(() => resumed(of('my-app'), 'my-app', 'other')),
      'AB-E001 --target other is not in the run',
    );
    const moved = { ...of('my-app'), targets: [{ ...of('my-app').targets![0]!, origin: 'http://127.0.0.1:2' }] };
    assert.match(
      message(() => continued(of('my-app'), moved, '')),
      /origin of my-app: http:\/\/127\.0\.0\.1:1 then, http:\/\/127\.0\.0\.1:2 now$/,
    );
  });

  it('finds out anew what its targets are', () => {
    const found = { id: 'rotation', scheme: 'my-app' } as NonNullable<Results['properties']>[number];
    const [cell, evidence] = [fullResults.cells[0]!, fullResults.evidence[0]!];
    const property = { kind: 'property', scenario: 'rotation', scheme: 'my-app' } as const;
    const before: Results = {
      ...stored,
      properties: [found],
      cells: [cell, { ...cell, ...property, id: 'rotation/my-app' }],
      evidence: [evidence, { ...evidence, id: 'property/rotation/my-app', cell: property }],
    };
    const kept = continued(before, { ...stored, properties: [] }, '');
    assert.deepEqual([kept.properties, kept.cells, kept.evidence], [[], [cell], [evidence]]);
  });

  it('is refused on another machine, store or method', () => {
    const elsewhere = { ...stored, environment: { ...stored.environment, node: '22.1.0' }, methodVersion: '99' };
    assert.match(
      message(() => continued(stored, elsewhere, '')),
      /^AB-E006 .* cannot be continued here:\n +method: \d+ then, 99 now\n +Node\.js: 20\.20\.2 then, 22\.1\.0 now$/,
    );
  });
});

describe('--rounds', () => {
  it('is a number of rounds, or more than there are', () => {
    const rounds = (given: string) => readOptions({ ...flags, rounds: given }, all).profile.load.rounds;
    assert.equal(rounds('12'), 12);
    assert.equal(
      message(() => rounds('+3')),
      'AB-E001 --rounds +3 needs a run to add to: --resume RUN',
    );
    for (const wrong of ['0', '-1', '1.5', 'many', '+'])
      assert.equal(
        message(() => rounds(wrong)),
        `AB-E001 --rounds '${wrong}' is neither a number of rounds from 1 to 9999 nor, as +8, how many more`,
      );
  });
});
