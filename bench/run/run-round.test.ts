import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import login from '../../scenarios/load/login.ts';
import refresh from '../../scenarios/load/refresh.ts';
import type { LoadScenario } from '../../scenarios/load.ts';
import { tables } from './run-round.ts';

describe('the arms that are up at the same time', () => {
  const cell = (id: number, scenario: LoadScenario = login, alone?: true) => ({
    id,
    scenario,
    ...(alone && { alone }),
  });
  const ids = (cells: ReturnType<typeof cell>[]) => tables(cells).map((table) => table.map(({ id }) => id));

  it('are those of one scenario, in their order', () => {
    assert.deepEqual(ids([cell(1), cell(2, refresh), cell(3), cell(4, refresh)]), [
      [1, 3],
      [2, 4],
    ]);
  });

  it('are eight at most, shared out evenly', () => {
    const many = Array.from({ length: 9 }, (_, i) => cell(i));
    assert.deepEqual(ids(many), [
      [0, 2, 4, 6, 8],
      [1, 3, 5, 7],
    ]);
    assert.deepEqual(ids(many.slice(0, 8)), [[0, 1, 2, 3, 4, 5, 6, 7]]);
  });

  it('leave alone what must not wait', () => {
    assert.deepEqual(ids([cell(1), cell(2, login, true), cell(3)]), [[1, 3], [2]]);
    assert.deepEqual(ids([]), []);
  });
});
