import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../reports/fixtures/results.ts';
import type { Results } from '../reports/results.ts';
import { createDraft } from './draft.ts';

const empty = { ...fullResults, cells: [], samples: [], attacks: [], scaling: [], evidence: [] };
const cell = (id: string): Results['cells'][number] => ({ id, state: 'done', durationMs: 1 });

describe('the draft of a run', () => {
  it('has on disk what was added before it says so, and writes once for what came together', async () => {
    const written: string[][] = [];
    const folder = {
      path: '',
      logs: '',
      publish: async () => [],
      async save({ cells }: Results) {
        await new Promise(setImmediate);
        written.push(cells.map(({ id }) => id));
      },
    };
    const draft = createDraft(empty, [], folder);
    const first = draft.add({ cells: [cell('a')] });
    await new Promise(process.nextTick);
    const others = ['b', 'c', 'd'].map((id) => draft.add({ cells: [cell(id)] }));
    await first;
    assert.deepEqual(written, [['a']]);
    await Promise.all(others);
    assert.deepEqual(written, [['a'], ['a', 'b', 'c', 'd']]);
    await draft.add({ cells: [cell('e')] });
    assert.deepEqual(written.at(-1), ['a', 'b', 'c', 'd', 'e']);
  });
});
