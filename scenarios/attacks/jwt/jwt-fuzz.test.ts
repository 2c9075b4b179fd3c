import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import scheme from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import family from './jwt-fuzz.ts';

const attack = family[0]!;
type Seen = Parameters<typeof attack.judge>[0];
const sound: Seen = { genuineAccepted: true, seed: 1, tries: 2_000, byKind: {}, byStatus: { 401: 2_000 }, accepted: 0 };
const target = { traits: scheme.traits, settings: Settings.parse({}) };
const judge = (seen: Partial<Seen>) => attack.judge({ ...sound, ...seen }, target);

describe('the judge of fuzzed tokens', () => {
  it('calls none of n blocked, with the bound that n gives', () => {
    const { outcome, because } = judge({});
    assert.deepEqual([outcome, because], ['blocked', '0 of 2000 fuzzed tokens were believed: at most 0.15 %']);
  });

  it('calls one believed token a success, and a server error a crash', () => {
    assert.equal(judge({ accepted: 1, firstAccepted: 'header' }).outcome, 'succeeded');
    assert.equal(judge({ firstCrash: 'encoding', byStatus: { 500: 1 } }).outcome, 'blocked-by-crash');
  });

  it('gives no verdict on lost answers, or when the genuine token stopped working', () => {
    assert.equal(judge({ byStatus: { 0: 1, 401: 1_999 } }).outcome, 'inconclusive');
    assert.equal(judge({ genuineAccepted: false }).outcome, 'inconclusive');
  });
});
