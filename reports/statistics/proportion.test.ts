import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proportion } from './proportion.ts';

describe('the interval of a proportion', () => {
  it('is that of Wilson (1927), as others compute it', () => {
    const shown = ({ low, high }: ReturnType<typeof proportion>) => [low.toFixed(4), high.toFixed(4)];
    assert.deepEqual(shown(proportion(90, 100)), ['0.8256', '0.9448']);
    assert.deepEqual(shown(proportion(10, 10)), ['0.7225', '1.0000']);
    assert.deepEqual(shown(proportion(0, 10)), ['0.0000', '0.2775']);
  });
});
