import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import type { Results } from '../../reports/results/results.ts';
import { createResultsBuilder } from './results-builder.ts';

const empty = { ...fullResults, cells: [], samples: [], attacks: [], scaling: [], evidence: [] };
const cell = (id: string): Results['cells'][number] => ({
  ...{ id, kind: 'attack', scenario: id, scheme: 'session', state: 'done', durationMs: 1 },
});

describe('the results builder', () => {
  it('has on disk what was added before it says so, and writes once for what came together', async () => {
    const written: string[][] = [];
    const folder = {
      async save({ cells }: Results) {
        await new Promise(setImmediate);
        written.push(cells.map(({ id }) => id));
      },
    };
    const builder = createResultsBuilder(empty, [], (lists) => lists, folder, assert.ifError);
    const first = builder.add({ cells: [cell('a')] });
    await new Promise(process.nextTick);
    const others = ['b', 'c', 'd'].map((id) => builder.add({ cells: [cell(id)] }));
    await first;
    assert.deepEqual(written, [['a']]);
    await Promise.all(others);
    assert.deepEqual(written, [['a'], ['a', 'b', 'c', 'd']]);
    await builder.add({ cells: [cell('e')] });
    assert.deepEqual(written.at(-1), ['a', 'b', 'c', 'd', 'e']);
  });

  it('keeps the looks at each group apart, and counts none twice', () => {
    const folder = { save: async () => {} };
    const builder = createResultsBuilder(empty, [], (lists) => lists, folder, assert.ifError);
    for (const rounds of [10, 20, 20]) builder.looked('load', rounds);
    builder.looked('sensitivity', 4);
    const { looks, sensitivityLooks } = builder.results().run;
    assert.deepEqual([looks, sensitivityLooks], [[10, 20], [4]]);
  });

  it('tells what could not be written, and writes it with what comes next', async () => {
    const full = new Error('no space left on device');
    let written: string[] = [];
    let isFull = true;
    const folder = {
      async save({ cells }: Results) {
        if (isFull) throw full;
        written = cells.map(({ id }) => id);
      },
    };
    const told: unknown[] = [];
    const builder = createResultsBuilder(
      empty,
      [],
      (lists) => lists,
      folder,
      (error) => told.push(error),
    );
    await builder.add({ cells: [cell('a')] });
    assert.deepEqual([told, written], [[full], []]);
    isFull = false;
    await builder.add({ cells: [cell('b')] });
    assert.deepEqual([told, written], [[full], ['a', 'b']]);
  });
});
