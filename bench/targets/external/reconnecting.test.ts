import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RawAnswer } from '../../driver/answer.ts';
import type { GovernedTransport } from './governed-transport.ts';
import { reconnecting } from './reconnecting.ts';

const answer = (status: number, failure?: string): RawAnswer => ({
  ...{ status, headers: {}, text: '', ms: 1 },
  ...(failure && { failure }),
});

async function sent(method: string, ...answers: readonly RawAnswer[]) {
  const fresh: boolean[] = [];
  const left = [...answers];
  const inner = {
    async send(...[, , , how]: Parameters<GovernedTransport['send']>) {
      fresh.push(how?.fresh === true);
      return left.shift();
    },
  } as unknown as GovernedTransport;
  const { status, failure } = await reconnecting(inner).send('http://a', { method, path: '/', headers: {} });
  return { status, failure, fresh };
}

describe('a connection that may close under a request', () => {
  it('is one of its own for what changes something, which is sent once', async () => {
    const cut = answer(0, 'ECONNRESET');
    assert.deepEqual(await sent('POST', cut), { status: 0, failure: 'ECONNRESET', fresh: [true] });
    assert.deepEqual((await sent('DELETE', answer(204))).fresh, [true]);
  });

  it('is followed by a fresh one for what changes nothing', async () => {
    const { status, fresh } = await sent('GET', answer(0, 'UND_ERR_SOCKET'), answer(200));
    assert.deepEqual([status, fresh], [200, [false, true]]);
  });

  it('is not what failed where the fresh one fails too: the first failure is told', async () => {
    const { failure } = await sent('GET', answer(0, 'ECONNRESET'), answer(0, 'ECONNREFUSED'));
    assert.equal(failure, 'ECONNRESET');
  });

  it('is not what a late or refused request failed of', async () => {
    for (const failure of ['TimeoutError', 'ECONNREFUSED'])
      assert.deepEqual((await sent('GET', answer(0, failure))).fresh, [false]);
    assert.deepEqual((await sent('GET', answer(503))).fresh, [false]);
  });
});
