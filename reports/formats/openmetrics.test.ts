import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import openmetrics from './openmetrics.ts';

const text = (results: Results) => openmetrics.files['run.prom'](results);
const lines = (results: Results) => text(results).split('\n');

describe('run.prom', () => {
  it('has each figure once, in base units, with what it is of', () => {
    const [attack] = fullResults.attacks;
    const wanted = fullResults.attacks.filter(
      ({ scheme, outcome }) => scheme === attack?.scheme && outcome === attack.outcome,
    ).length;
    assert.ok(
      lines(fullResults).includes(
        `authbench_attacks{scheme="${attack?.scheme}",outcome="${attack?.outcome}"} ${wanted}`,
      ),
    );
    const series = lines(fullResults)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.replace(/ \S+$/, ''));
    assert.equal(new Set(series).size, series.length);
    assert.equal(lines(fullResults).at(-2), '# EOF');
  });

  it('names a family before its figures, all of which stand together', () => {
    const families = lines(fullResults).flatMap((line) => /^# TYPE (\w+) gauge$/.exec(line)?.[1] ?? []);
    const order = lines(fullResults).flatMap((line) => /^(authbench_\w+)/.exec(line)?.[1] ?? []);
    assert.deepEqual([...new Set(order)], families);
    assert.equal(order.filter((name, i) => name !== order[i - 1]).length, families.length);
  });

  it('shows windows as they are configured, and one without an end as infinite', () => {
    const like = fullResults.attacks.find(({ windowMs }) => windowMs !== undefined) as Results['attacks'][number];
    const of = (change: Partial<Results['attacks'][number]>) =>
      text({ ...fullResults, attacks: [{ ...like, ...change }] });
    assert.match(of({ outcome: 'window', configuredMs: 901_000 }), /^authbench_window_seconds\{.*\} 901$/m);
    assert.match(of({ outcome: 'succeeded' }), /^authbench_window_seconds\{.*\} \+Inf$/m);
    assert.doesNotMatch(of({ outcome: 'inconclusive' }), /authbench_window_seconds/);
  });

  it('keeps every text in its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cpu) => {
        const { environment, ...rest } = fullResults;
        const info = lines({ ...rest, environment: { ...environment, cpu } }).filter((line) =>
          line.startsWith('authbench_run_info'),
        );
        assert.equal(info.length, 1);
        assert.match(info[0] ?? '', /^authbench_run_info\{(?:\w+="(?:[^"\\]|\\["\\n])*",?)+\} 1$/);
      }),
    );
  });
});
