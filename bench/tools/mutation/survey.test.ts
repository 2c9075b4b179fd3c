import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { surveyed } from './survey.ts';

const attack = { holds: true, quick: true, durationMs: 5, reached: [] };
const { isReached, idle, cheapest } = surveyed([
  {
    scheme: 'jwt',
    start: ['1'],
    contract: ['2', '3'],
    attacks: [
      { ...attack, attack: 'slow', durationMs: 9, reached: ['3', '4'] },
      { ...attack, attack: 'fast', durationMs: 1, reached: ['4'] },
      { ...attack, attack: 'waits', durationMs: 0, quick: false, reached: ['4', '5'] },
      { ...attack, attack: 'broken', holds: false, reached: ['4', '6'] },
    ],
  },
]);

describe('a survey of attacks', () => {
  it('knows what nothing comes to', () => {
    assert.deepEqual(
      ['1', '2', '4', '7'].map((id) => isReached(id, 'jwt')),
      [true, true, true, false],
    );
  });

  it('leaves out what never comes to a mutant, or is not to be believed, and nothing where servers start with it', () => {
    assert.deepEqual(idle('3', 'jwt'), ['waits', 'fast', 'broken']);
    assert.deepEqual(idle('1', 'jwt'), ['broken']);
  });

  it('names the quick ones that come to it by their cost, and one to be had beside a contract that does', () => {
    assert.deepEqual(cheapest('4', 'jwt'), ['fast', 'slow']);
    assert.deepEqual(cheapest('5', 'jwt'), []);
    assert.deepEqual(cheapest('2', 'jwt'), ['fast']);
  });

  it('is asked of schemes that were surveyed alone', () => {
    assert.throws(() => isReached('1', 'session'), /session was not surveyed/);
  });
});
