import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Stage } from '../../stage.ts';
import attack from './http-desync-input.ts';

/** What comes of it on a server that answers so to a clear request, and so to all others. */
const tried = (clear: number, others: readonly number[]) => {
  let asked = 0;
  const stage = {
    request: () => ({ headers: { host: 'app.test' } }),
    raw: async () => ({ statuses: asked++ === 0 ? [clear] : others, text: '', closed: true }),
  };
  return attack.attempt(stage as unknown as Stage).then(attack.judge);
};

describe('ambiguous requests of http-desync-input', () => {
  it('are taken for clear where they are answered as a clear one is, whatever that is', async () => {
    assert.equal((await tried(404, [404])).outcome, 'succeeded');
    assert.equal((await tried(404, [400])).outcome, 'blocked');
    assert.equal((await tried(404, [])).outcome, 'blocked');
  });

  it('tell nothing where a clear one is refused as they would be, or for their number', async () => {
    for (const status of [400, 429]) assert.equal((await tried(status, [status])).outcome, 'inconclusive');
  });
});

describe('the judge of http-desync-input', () => {
  const judge = (attempts: Parameters<typeof attack.judge>[0]['attempts']) => attack.judge({ clear: 200, attempts });

  it('takes a refusal and a closed connection for blocked', () => {
    const attempts = [
      { way: 'folded header', status: 400 },
      { way: 'no version', status: 0 },
    ];
    assert.equal(judge(attempts).outcome, 'blocked');
  });

  it('calls a second answer on the connection a success', () => {
    const attempts = [{ way: 'chunks beside Content-Length', status: 200, got: '2 answers to one request' }];
    assert.equal(judge(attempts).outcome, 'succeeded');
  });

  it('names a crash', () => {
    assert.equal(judge([{ way: 'address /%', status: 500 }]).outcome, 'blocked-by-crash');
  });
});
