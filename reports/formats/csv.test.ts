import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { emptyResults, failedResults, fullResults } from '../results/fixtures/results.ts';
import { scaledResults } from '../results/fixtures/scale-out.ts';
import csv from './csv.ts';

type Row = Readonly<Record<string, string>>;
const read = (text: string) => parse(text, { columns: true }) as Row[];

describe('csv', () => {
  it('keeps every sample, in base units', () => {
    const rows = read(csv.files['results.csv'](fullResults));
    assert.equal(rows.length, fullResults.samples.length);
    assert.deepEqual(rows[0], {
      schema_version: '2.2.0',
      run_id: '20261123T130502Z-1a2b3c4',
      scenario: 'authenticated-read',
      scheme: 'session',
      arm: 'main',
      round: '1',
      place: '',
      metric: 'cpu.servers',
      unit: 's',
      value: '0.00019013',
      configured: '',
      condition: '',
      valid: 'true',
      invalid_reason: '',
    });
  });

  it('has no row of a disturbed round among the valid ones, and says why', () => {
    const busy = { ...fullResults.samples[0]!, metric: 'machine.foreign', unit: 'ratio', value: 1.5 };
    const [row] = read(csv.files['results.csv']({ ...fullResults, samples: [...fullResults.samples, busy] }));
    assert.deepEqual(
      [row?.valid, row?.invalid_reason],
      ['false', 'other programs used 1.50 cores, at most 0.1 are allowed'],
    );
  });

  it('gives each comparison its interval and its reason', () => {
    const jwt = read(csv.files['verdicts.csv'](fullResults)).find(
      ({ metric, scheme }) => metric === 'cpu.servers' && scheme === 'jwt',
    );
    assert.deepEqual(
      [jwt?.scheme, jwt?.unit, jwt?.ratio, jwt?.ci_low, jwt?.ci_high, jwt?.verdict],
      ['jwt', 's', '0.623', '0.601', '0.648', 'better'],
    );
  });

  it('says what each ratio lies within, and what that is by the margin of the reading', () => {
    const bounds = (decisionMargin: number) =>
      read(csv.files['verdicts.csv']({ ...fullResults, decisionMargin }))
        .filter(({ scenario, metric }) => scenario === 'login' && metric === 'latency.p99')
        .map((row) => [row.bound_low, row.bound_high, row.decision_margin, row.decision]);
    const none = ['', '', '', ''];
    assert.deepEqual(bounds(0.25), [none, ['0.891', '1.26856', '0.25', 'open']]);
    assert.deepEqual(bounds(0.3), [none, ['0.891', '1.26856', '0.3', 'within']]);
  });

  it('has one row about the run, which every other row can be joined with', () => {
    const [row, ...others] = read(csv.files['run.csv'](fullResults));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.run_id, row?.profile, row?.duration_s, row?.schemes, row?.cores, row?.store],
      [fullResults.run.id, 'quick', '279', 'session jwt jwt-refresh', '2', fullResults.store.kind],
    );
    assert.equal(read(csv.files['run.csv'](emptyResults))[0]?.duration_s, '');
  });

  it('tells of each requirement what it rests on', () => {
    const rows = read(csv.files['requirements.csv'](fullResults));
    const jwt = rows.find(({ requirement, scheme }) => requirement === 'ASVS 7.4.1' && scheme === 'jwt');
    assert.deepEqual(
      [jwt?.level, jwt?.state, jwt?.complete, jwt?.attacks, jwt?.not_tried],
      ['1', 'not-met', 'true', 'replay-after-logout', ''],
    );
    assert.equal(rows.length, fullResults.requirements?.length);
  });

  it('names the source line of an attack, and leaves empty what does not apply', () => {
    const [failure, window] = read(csv.files['security.csv'](failedResults));
    assert.deepEqual(
      [failure?.outcome, failure?.as_expected, failure?.source_line, failure?.window_s],
      ['succeeded', 'false', '24', ''],
    );
    assert.deepEqual([window?.configured_s, window?.window_s, window?.declared_s], ['900', '2.74', '3']);
    const [blocked] = read(csv.files['security.csv'](fullResults));
    assert.deepEqual([blocked?.outcome, blocked?.configured_s, blocked?.window_s], ['blocked', '', '']);
  });

  it('keeps every claim and every square of the scaling grid', () => {
    assert.equal(read(csv.files['claims.csv'](fullResults)).length, fullResults.claims.length);
    const rows = read(csv.files['scaling.csv'](fullResults));
    assert.deepEqual([rows.length, rows[1]?.refused, rows[1]?.lost_users], [fullResults.scaling.length, '601', '50']);
  });

  it('lets no cell run as a formula', () => {
    const signs = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
    const claims = signs.map((measured) => ({ ...fullResults.claims[0]!, measured }));
    const cells = read(csv.files['claims.csv']({ ...fullResults, claims })).map((row) => row.measured);
    assert.deepEqual(
      cells,
      signs.map((sign) => `'${sign}`),
    );
  });

  it('gives back every text that is no formula as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (because) => {
        fc.pre(!/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(because));
        const comparisons = [{ ...fullResults.comparisons[0]!, because }];
        assert.equal(read(csv.files['verdicts.csv']({ ...fullResults, comparisons }))[0]?.because, because);
      }),
    );
  });

  it('has a curve, demand and predictions a point in each row, times in seconds', () => {
    const [curve, demand, predictions] = ['scale-out.csv', 'demand.csv', 'predictions.csv'].map((name) =>
      read(csv.files[name as keyof typeof csv.files](scaledResults)),
    );
    assert.deepEqual(
      [curve, demand, predictions].map((rows) => rows?.length),
      [scaledResults.scaleOut?.length, scaledResults.demand?.length, scaledResults.predictions?.length],
    );
    const { servers_s, per_second, limit, held_by } = curve?.[0] ?? {};
    assert.deepEqual([servers_s, per_second, limit, held_by], ['0.0001', '1000', 'servers', 'cgroup v2']);
    const { quantity, load, held_out, error } = { ...demand?.at(-1), ...predictions?.[0] };
    assert.deepEqual([quantity, load, held_out, Number(error).toFixed(3)], ['cpu.servers', 'read', 'true', '0.040']);
  });

  it('writes the header where there is nothing else to write', () => {
    for (const [name, render] of Object.entries(csv.files))
      if (name !== 'run.csv') assert.match(render(emptyResults), /^schema_version,run_id,[a-z_,]+\n$/);
  });
});
