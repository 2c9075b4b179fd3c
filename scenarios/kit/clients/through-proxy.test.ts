import assert from 'node:assert/strict';
import { isIPv6 } from 'node:net';
import { describe, it } from 'node:test';
import { freshAddress, whileLimited } from './through-proxy.ts';

describe('a fresh address', () => {
  it('is one of documentation, in a network that no other visitor has', () => {
    const drawn = Array.from({ length: 20 }, freshAddress);
    for (const address of drawn) assert.ok(isIPv6(address) && address.startsWith('2001:db8:'), address);
    const groups = drawn.map((address) => address.split(':'));
    assert.ok(groups.every(({ length }) => length === 8));
    const networks = groups.map((all) => all.slice(0, 4).join(':'));
    assert.equal(new Set(networks).size, drawn.length);
  });
});

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
