import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadResult, Part } from '../generator/job.ts';
import { withStartSkews } from './start-skew.ts';

const part = (by: string, ports: readonly number[], firstDueAtMs: number): Part => ({
  ...{ by, ports, firstDueAtMs, wrong: [] },
  counts: { intended: 1, sent: 1, completed: 1, failed: 0, late: 0, dropped: 0 },
});
/** Due one after the other, as arrivals are that they take in turn. */
const result = { parts: [part('a1', [1, 2], 1_000), part('a2', [3], 1_005)] } as unknown as LoadResult;

describe('how far apart agents begin', () => {
  it('is by when the target saw the first request of each, against when it was due', () => {
    const { parts = [] } = withStartSkews(
      result,
      30,
      new Map([
        [1, 1_090],
        [2, 1_002],
        [3, 1_011],
        [99, 400],
      ]),
    );
    assert.deepEqual(
      parts.map(({ skewMs, wrong }) => [skewMs, wrong]),
      [
        [0, []],
        [4, []],
      ],
    );
  });

  it('names whoever was not there yet when the block began, such as one whose clock is wrong', () => {
    const { parts = [] } = withStartSkews(
      result,
      30,
      new Map([
        [1, 1_001],
        [3, 4_010],
      ]),
    );
    assert.deepEqual(parts.map(({ wrong }) => wrong)[1], [
      'began 3004 ms after the first of them, as the target saw it; 30 ms are allowed',
    ]);
  });

  it('is not known where the target did not see it, and is then no reason for anything', () => {
    const { parts = [] } = withStartSkews(result, 30, new Map([[1, 1_001]]));
    assert.deepEqual(
      parts.map(({ skewMs, wrong }) => [skewMs, wrong]),
      [
        [0, []],
        [undefined, []],
      ],
    );
  });
});
