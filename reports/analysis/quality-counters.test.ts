import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { qualityOfCounters } from './quality-counters.ts';

const [template] = fullResults.samples;
const rowsOf = (figures: readonly (readonly [metric: string, value: number])[]) =>
  qualityOfCounters({
    samples: figures.map(([metric, value]) => ({ ...template!, metric, value })),
  }).map(({ id, measured, state }) => [id, state, measured]);
const seen = [
  ['cpu.servers', 300],
  ['wait.servers', 20],
  ['machine.foreign', 0.02],
] as const;

describe('the counts of CPU time', () => {
  it('are alike, or a warning says by how much they are apart', () => {
    const told = (...values: number[]) => rowsOf([...seen, ...values.map((value) => ['told.cpu', value] as const)]);
    assert.deepEqual(told(1.01, 0.99, 1.2), [['cpu-counts', 'ok', '1.010; 0.990 to 1.200 over all blocks']]);
    assert.deepEqual(told(0.9, 0.9, 1), [['cpu-counts', 'warning', '0.900; 0.900 to 1.000 over all blocks']]);
  });

  it('are those of servers and store where the kernel does not tell, and then nobody sees other programs', () => {
    assert.deepEqual(rowsOf([['cpu.servers', 300]]), [
      [
        'cpu-counts',
        'unknown',
        'the kernel does not tell it here: what servers and store tell of themselves is in the figures',
      ],
      ['foreign-load', 'unknown', 'not counted on this machine'],
    ]);
  });

  it('are no matter where no load was measured, and of an older run that counted once', () => {
    assert.deepEqual(rowsOf([]), []);
    assert.deepEqual(rowsOf(seen), []);
  });
});
