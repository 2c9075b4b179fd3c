import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whileLimited } from './through-proxy.ts';

describe('what is found while a limit holds', () => {
  const answering = (answers: readonly boolean[]) => {
    const left = [...answers];
    return async () => left.shift() ?? false;
  };
  const find = async () => 'found';

  it('counts where it held before and after', async () => {
    assert.equal(await whileLimited(answering([false, false, true, true]), 5, find), 'found');
  });

  it('is looked for once more where it ended meanwhile', async () => {
    assert.equal(await whileLimited(answering([true, false, false, true, true]), 5, find), 'found');
  });

  it('is nothing where the limit is never reached, or ends each time', async () => {
    assert.equal(await whileLimited(answering([]), 5, find), undefined);
    assert.equal(await whileLimited(answering([true, false, true, false, true, false]), 5, find), undefined);
  });
});
