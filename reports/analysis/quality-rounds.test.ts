import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { qualityOfRounds } from './quality-rounds.ts';

const sample = (metric: string, round: number, value: number): Results['samples'][number] => ({
  scenario: 'read',
  scheme: 'jwt',
  arm: armOf('load', 'jwt'),
  round,
  place: 1,
  metric,
  unit: 'us',
  value,
  valid: true,
});
const rounds = (metric: string, values: readonly number[]) => values.map((value, i) => sample(metric, i + 1, value));
const rows = (samples: Results['samples'], more: Partial<Results> = {}) =>
  Object.fromEntries(
    qualityOfRounds({ ...fullResults, samples: [sample('achieved.ratio', 1, 1), ...samples], ...more }).map(
      ({ id, measured, state }) => [id, `${state}: ${measured}`],
    ),
  );

describe('the quality of rounds', () => {
  it('names the rounds that were thrown away, and fails where they are more than half', () => {
    assert.equal(rows(rounds('machine.foreign', [0, 0, 0, 0]))['rounds-disturbed.read'], 'ok: 0 of 4');
    assert.equal(
      rows(rounds('machine.foreign', [0, 0.5, 0.9, 0.7]))['rounds-disturbed.read'],
      'failed: 3 of 4 (round 2: other programs used 0.50 cores, at most 0.1 are allowed)',
    );
  });

  it('judges capacity by its own weather, which is told where it lost a round', () => {
    const lost = rounds('saturation.steal', [0.5, 0.5, 0.5, 0]);
    const calm = rounds('machine.foreign', [0, 0, 0, 0]);
    const reason = '(round 1: other machines took 0.50 cores, at most 0.1 are allowed)';
    assert.equal(
      rows([...calm, ...rounds('throughput', [9, 9, 9, 9]), ...lost])['rounds-disturbed.read'],
      `failed: 0 of 4; at saturation 3 of 4 ${reason}`,
    );
    assert.equal(rows([...calm, ...rounds('throughput', [9, 9])])['rounds-disturbed.read'], 'ok: 0 of 4');
  });

  it('counts the rounds of variations by themselves', () => {
    const raw = armOf('sensitivity', 'jwt', 'main', { variation: 'raw' });
    const varied = rounds('machine.foreign', [0.5, 0.5, 0.5, 0]).map((one) => ({ ...one, arm: raw }));
    const found = rows([...rounds('machine.foreign', [0, 0, 0, 0.2]), ...varied]);
    assert.deepEqual(
      ['rounds-disturbed.read', 'rounds-disturbed.read.sensitivity'].map((id) => found[id]?.slice(0, 14)),
      ['ok: 1 of 4 (ro', 'failed: 3 of 4'],
    );
  });

  it('warns of drift from the first round to the last, either way', () => {
    const drift = (values: readonly number[]) => rows(rounds('cpu.total', values))['drift.read'];
    assert.equal(drift([100, 101, 100, 101]), 'ok: 0.6 %');
    assert.equal(drift([100, 110, 121, 133.1]), 'warning: 33.1 %');
    assert.equal(drift([133.1, 121, 110, 100]), 'warning: -24.9 %');
    assert.equal(drift([100, 200, 300]), undefined);
    const busy = [...rounds('cpu.total', [100, 101, 100, 101, 900]), sample('machine.foreign', 5, 1.5)];
    assert.equal(rows(busy)['drift.read'], 'ok: 0.6 %');
  });

  it('counts blocks that began before their cost had come to rest', () => {
    assert.equal(rows(rounds('warm-up.steady', [1, 1, 1, 1, 0]))['warm-up'], 'ok: 4 of 5');
    assert.equal(rows(rounds('warm-up.steady', [1, 1, 0, 0, 0]))['warm-up'], 'warning: 2 of 5');
  });

  it('warns where servers were still getting faster while they were measured', () => {
    const slope = (values: readonly number[]) => rows(rounds('block.second-half', values))['block-slope'];
    assert.equal(slope([1.2, 0.96, 0.8]), 'ok: 0.960');
    assert.equal(slope([1.2, 0.94, 0.8]), 'warning: 0.940');
  });

  it('tells what the machine can tell apart, and how old that is', () => {
    const calibration = {
      at: '2026-11-20T13:05:02.000Z',
      sd: 0.05,
      sound: true,
      profiles: [
        { id: 'quick', rounds: 10, resolves: 0.124 },
        { id: 'full', rounds: 1, resolves: 10 },
      ],
    };
    assert.equal(rows([]).calibration, 'unknown: never calibrated');
    assert.equal(
      rows([], { calibration }).calibration,
      'ok: found in 4 of 5 runs: quick 12 %, full factors alone; 3 days old',
    );
    assert.match(rows([], { calibration: { ...calibration, sound: false } }).calibration ?? '', /^warning/);
    assert.match(
      rows([], { calibration: { ...calibration, at: '2026-09-01T00:00:00Z' } }).calibration ?? '',
      /^warning/,
    );
  });

  it('has nothing to say where no load was driven', () => {
    assert.deepEqual(qualityOfRounds({ ...fullResults, samples: [] }), []);
  });
});
