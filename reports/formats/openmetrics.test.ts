import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fullResults } from '../results/fixtures/results.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';
import openmetrics from './openmetrics.ts';

const text = (results: Results) => openmetrics.files['run.prom'](results);
const lacksPromtool = spawnSync('promtool', ['--version']).error ? 'promtool is not on PATH' : false;
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

  it('is taken by Prometheus, which would refuse a family that is named twice', { skip: lacksPromtool }, () => {
    const example = new URL('../../../reports/example/results.json', import.meta.url);
    const reading = readResults(JSON.parse(readFileSync(example, 'utf8')));
    assert.ok('results' in reading);
    for (const results of [fullResults, reading.results])
      assert.deepEqual(checked(text(results)), { status: 0, said: '' });
    assert.equal(checked(text(fullResults).replace(/^# TYPE authbench_attacks .*$/m, '$&\n$&')).status, 1);
  });
});

/** What Prometheus's own tool says of it. @see https://prometheus.io/docs/prometheus/latest/command-line/promtool/ */
function checked(input: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}
