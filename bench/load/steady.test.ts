import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSteady, settling } from './steady.ts';

describe('a warm-up', () => {
  it('is not steady before there are five windows', () => {
    assert.equal(settling([100, 100, 100, 100]), undefined);
    assert.equal(isSteady([100, 100, 100, 100]), false);
    assert.equal(isSteady([100, 100, 100, 100, 100]), true);
  });

  it('is not steady while the cost still falls, however evenly', () => {
    assert.equal(isSteady([112, 109, 106, 103, 100]), false);
    assert.equal(settling([112, 109, 106, 103, 100])?.drift.toFixed(3), '-0.113');
    assert.equal(isSteady([104, 103, 102, 101, 100]), true);
  });

  it('is not steady while windows differ without a slope', () => {
    assert.equal(isSteady([100, 125, 100, 125, 100]), false);
    assert.equal(settling([100, 125, 100, 125, 100])?.drift, 0);
  });

  it('is judged by its last five windows alone', () => {
    assert.equal(isSteady([900, 400, 101, 99, 100, 101, 99]), true);
  });
});
