import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { together } from './together.ts';

describe('work that is done together', () => {
  it('gives what each came to, in order', async () => {
    assert.deepEqual(await together(Promise.resolve(1), Promise.resolve('two')), [1, 'two']);
  });

  it('throws the first failure, and only when all of it has ended', async () => {
    const ended: string[] = [];
    const fail = async () => {
      throw new Error('no answer');
    };
    const last = async () => {
      await new Promise(setImmediate);
      ended.push('last');
    };
    await assert.rejects(together(fail(), last()), /no answer/);
    assert.deepEqual(ended, ['last']);
  });
});
