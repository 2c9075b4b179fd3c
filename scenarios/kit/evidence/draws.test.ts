import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { readings } from './draws.ts';
import { isMathRandom } from './math-random.ts';

/** Which readings take these identifiers for draws of Math.random. */
function foundIn(ids: readonly string[]): string[] {
  return Object.entries(readings).flatMap(([how, read]) => {
    const runs = ids.map(read);
    return runs.every((run) => run !== undefined) && isMathRandom(runs) ? [how] : [];
  });
}

const times = (count: number, draw: () => string) => Array.from({ length: count }, draw).join('');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const byte = () => Math.floor(Math.random() * 256);

describe('identifiers made of Math.random', () => {
  const made: Readonly<Record<string, () => string>> = {
    'of hexadecimal digits': () => times(32, () => Math.floor(Math.random() * 16).toString(16)),
    'of letters and digits': () => times(32, () => letters[Math.floor(Math.random() * letters.length)] ?? ''),
    'of bytes': () => Buffer.from(Array.from({ length: 32 }, byte)).toString('base64url'),
    'of digits behind the point': () => times(4, () => Math.random().toString(36).slice(2, 14).padEnd(12, '0')),
  };

  for (const [how, make] of Object.entries(made)) {
    it(`are known by two in a row: ${how}`, () => {
      // V8 draws 64 at once, and hands them out from the last: few draws on both sides of that tell nothing, the next do
      const found = [foundIn([make(), make()]), foundIn([make(), make()])];
      assert.deepEqual(Math.max(...found.map(({ length }) => length)), 1);
    });
  }

  it('are known where something else is drawn between them', () => {
    const make = () => {
      const id = Buffer.from(Array.from({ length: 16 }, byte)).toString('hex');
      for (let n = 0; n < 20; n += 1) Math.random();
      return id;
    };
    assert.deepEqual(foundIn([make(), make(), make()]), ['a byte each']);
  });

  it('are told from those of a sound source', () => {
    for (const encoding of ['hex', 'base64url'] as const)
      for (const bytes of [16, 24, 32])
        assert.deepEqual(foundIn(Array.from({ length: 3 }, () => randomBytes(bytes).toString(encoding))), []);
  });
});
