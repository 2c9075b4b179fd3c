import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAnswered, Unanswered } from './unanswered.ts';

describe('an answer', () => {
  it('is a refusal and a failure of the application, and neither silence nor the word that nobody can answer now', () => {
    for (const status of [200, 302, 401, 403, 429, 500, 501]) assert.equal(isAnswered({ status }), true);
    for (const status of [0, 502, 503, 504]) assert.equal(isAnswered({ status }), false);
  });

  it('that is missing is told with its reason', () => {
    assert.match(
      new Unanswered('GET /me', { status: 0, failure: 'ECONNRESET' }).message,
      /^GET \/me had no answer \(the server closed the connection, ECONNRESET\)/,
    );
    assert.match(new Unanswered('GET /me', { status: 503 }).message, /\(503\)/);
  });
});
