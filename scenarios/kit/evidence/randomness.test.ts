import assert from 'node:assert/strict';
import { createCipheriv, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { leastProbability, randomnessOf } from './randomness.ts';

const many = (draw: (n: number) => string, count = 400) => Array.from({ length: count }, (_, n) => draw(n));
/** As good as the system's source, and the same in each run: one run in a million of any good source is found uneven. */
const source = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
const random = (bytes: number) => () => source.update(Buffer.alloc(bytes)).toString('base64url');

describe('the randomness of identifiers', () => {
  it('finds nothing against a good source, run after run', () => {
    for (let run = 0; run < 50; run += 1) {
      const { repeats, bits, unevenness, dependence } = randomnessOf(many(random(32)));
      assert.equal(repeats, 0);
      assert.ok(bits > 254 && bits <= 256, String(bits));
      assert.ok(unevenness > leastProbability && dependence > leastProbability, `${unevenness} ${dependence}`);
    }
  });

  it('bounds the bits of short ones, and of a UUID by 122', () => {
    assert.ok(randomnessOf(many(random(8))).bits <= 64);
    assert.equal(Math.round(randomnessOf(many(() => randomUUID(), 1_000)).bits), 122);
  });

  it('sees a counter by what stays the same, however long it is written', () => {
    const { bits, dependence } = randomnessOf(many((n) => String(n + 1_000_000).padStart(43, '0')));
    assert.ok(bits < 10);
    assert.ok(dependence < leastProbability);
  });

  it('sees one symbol that comes too often', () => {
    const loaded = () => `${Math.random() < 0.3 ? 'A' : random(1)().slice(0, 1)}${random(32)()}`;
    assert.ok(randomnessOf(many(loaded, 2_000)).unevenness < leastProbability);
  });

  it('counts identifiers that came twice', () => {
    assert.equal(randomnessOf(['ab', 'cd', 'ab', 'ab']).repeats, 2);
  });
});
