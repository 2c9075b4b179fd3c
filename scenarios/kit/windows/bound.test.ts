import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Settings } from '../../../servers/settings.ts';
import { atOnce, boundMs, endedBy, signInEnd, tokenEnd } from './bound.ts';

const shortened = Settings.parse({ accessMs: 2_000, absoluteMs: 4_000 });

describe('what ends a window', () => {
  it('is a sum of lifetimes, the same for those of a test and those that are configured', () => {
    const configured = Settings.parse({});
    assert.deepEqual(
      [atOnce, tokenEnd, signInEnd, { lifetimes: { accessMs: 1.5 } }, { ...tokenEnd, besidesMs: 1_359 }].map(
        (bound) => [boundMs(bound, shortened), boundMs(bound, configured)],
      ),
      [
        [0, 0],
        [3_000, 901_000],
        [4_000, 43_200_000],
        [3_000, 1_350_000],
        [4_359, 902_359],
      ],
    );
  });

  it('goes with what it comes to on the server that was attacked', () => {
    assert.deepEqual(endedBy(tokenEnd, shortened), { bound: tokenEnd, declaredMs: 3_000 });
  });

  it('is no number where one of its lifetimes is not known, and one where none of them is in it', () => {
    assert.deepEqual([boundMs(signInEnd, { accessMs: 5_000 }), boundMs(atOnce, {})], [Number.NaN, 0]);
  });
});
