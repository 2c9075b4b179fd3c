import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ExchangeLine, exchangeLine, readExchangeLine } from './exchange-line.ts';

const lines: readonly (readonly [string, ExchangeLine])[] = [
  ['GET /me @1 → 200 as user-3', { method: 'GET', path: '/me', at: '1', outcome: '200', subject: 'user-3' }],
  ['POST /logout @0 → 204', { method: 'POST', path: '/logout', at: '0', outcome: '204' }],
  [
    'POST /refresh @balancer → 401 invalid_grant',
    { method: 'POST', path: '/refresh', at: 'balancer', outcome: '401', code: 'invalid_grant' },
  ],
  [
    'GET /me @0 → no answer (connection reset)',
    { method: 'GET', path: '/me', at: '0', outcome: 'no answer (connection reset)' },
  ],
];

describe('a line of a transcript', () => {
  for (const [text, exchange] of lines)
    it(`is written and read alike: ${text}`, () => {
      assert.equal(exchangeLine(exchange), text);
      assert.deepEqual(readExchangeLine(text), exchange);
    });

  it('is none where it is a note', () => {
    assert.equal(readExchangeLine('the store was killed'), undefined);
    assert.equal(readExchangeLine('… and 12 more lines'), undefined);
  });
});
