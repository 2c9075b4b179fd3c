import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-claims-unverified.ts';

const nothing = {
  tries: 9,
  believed: [],
  repeated: [],
  crashed: [],
  callbacks: 0,
  genuineAccepted: true,
};
const judge = (seen: Partial<Parameters<typeof attack.judge>[0]>) => attack.judge({ ...nothing, ...seen });

describe('the judge of jwt-claims-unverified', () => {
  it('calls it blocked when no claim had an effect', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls a token that was believed, a text that was repeated and an address that was fetched a success each', () => {
    const { outcome, successes, because } = judge({ believed: ['exp: 0'], repeated: ['sub: text'], callbacks: 1 });
    assert.deepEqual([outcome, successes], ['succeeded', 3]);
    assert.match(because, /1 were believed and 1 repeated in an answer, and 1 addresses .* \(first: exp: 0\)$/);
    assert.equal(judge({ callbacks: 1, genuineAccepted: false }).outcome, 'succeeded');
  });

  it('gives no verdict where the genuine token was refused too', () => {
    assert.equal(judge({ genuineAccepted: false }).outcome, 'inconclusive');
  });

  it('tells a server error from a refusal', () => {
    const { outcome, because } = judge({ crashed: ['alg (header): null'] });
    assert.equal(outcome, 'blocked-by-crash');
    assert.match(because, /^a server error answered 1 of 9 .* \(first: alg \(header\): null\)$/);
  });
});
