import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import scheme from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import family from './jwt-alg-confusion.ts';

const attack = family[0]!;
const target = { traits: scheme.traits, settings: Settings.parse({}) };
type Seen = Parameters<typeof attack.judge>[0];
const refused: Seen = { genuineAccepted: true, byStatus: { 401: 7 }, believed: 0 };
const judge = (change: Partial<Seen>) => attack.judge({ ...refused, ...change }, target);

describe('the judge of algorithm confusion', () => {
  it('calls it blocked when no token spoke for anybody, and a success when one did', () => {
    assert.equal(judge({}).because, '0 of 7 tokens signed with the public key were believed');
    assert.equal(judge({ believed: 1, firstBelieved: 'one', byStatus: { 200: 1, 401: 6 } }).outcome, 'succeeded');
  });

  it('tells a server error from a refusal, and gives no verdict where the genuine token was not good', () => {
    assert.equal(judge({ firstCrash: 'one', byStatus: { 500: 7 } }).outcome, 'blocked-by-crash');
    assert.equal(judge({ genuineAccepted: false }).outcome, 'inconclusive');
  });
});
