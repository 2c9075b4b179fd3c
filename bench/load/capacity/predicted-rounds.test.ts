import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scaledResults } from '../../../reports/results/fixtures/scale-out.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { RunnerParts } from '../../cells/run-cell.ts';
import { predictedRounds } from './predicted-rounds.ts';

const [prediction] = scaledResults.predictions!;

/** What happens, in its order, where this is known already. */
async function happened(known: NonNullable<Results['predictions']> = [], stop = new AbortController()) {
  const order: string[] = [];
  const parts = {
    builder: {
      results: () => ({ ...scaledResults, predictions: known }),
      add: async (part: { readonly predictions: Results['predictions'] }) => {
        await new Promise(setImmediate);
        order.push(`saved ${part.predictions?.length}`);
      },
    },
    stop: { soft: stop.signal },
    progress: { say: () => {} },
  } as unknown as RunnerParts;
  const rounds = [{ heldOut: false }, { heldOut: true }, { heldOut: true }].map((cell) => [cell]);
  await predictedRounds(
    rounds,
    60_000,
    parts,
    (_, at) => {
      assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
      order.push('predicted');
      return [prediction!];
    },
    async ([cell]) => {
      order.push(cell?.heldOut ? 'held out' : 'measured');
      if (!cell?.heldOut && known.length > 1) stop.abort();
    },
  );
  return order;
}

describe('rounds that were held out', () => {
  it('begin when what was predicted of them is saved, and not before', async () => {
    assert.deepEqual(await happened(), ['measured', 'predicted', 'saved 1', 'held out', 'held out']);
  });

  it('are not predicted once more in a run that goes on', async () => {
    assert.deepEqual(await happened([prediction!]), ['measured', 'predicted', 'held out', 'held out']);
  });

  it('do not begin in a run that is told to end', async () => {
    assert.deepEqual(await happened([prediction!, prediction!]), ['measured']);
  });
});
