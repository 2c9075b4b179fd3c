import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { studentQuantile } from './student.ts';

/** NIST/SEMATECH e-Handbook 1.3.6.7.2 (two-sided 90, 95, 98, 99 %). */
const table = [
  [1, 6.314, 12.706, 31.821, 63.657],
  [2, 2.92, 4.303, 6.965, 9.925],
  [3, 2.353, 3.182, 4.541, 5.841],
  [4, 2.132, 2.776, 3.747, 4.604],
  [5, 2.015, 2.571, 3.365, 4.032],
  [6, 1.943, 2.447, 3.143, 3.707],
  [7, 1.895, 2.365, 2.998, 3.499],
  [15, 1.753, 2.131, 2.602, 2.947],
  [30, 1.697, 2.042, 2.457, 2.75],
] as const;

describe('studentQuantile', () => {
  for (const [degrees, ...quantiles] of table) {
    it(`agrees with the printed table at ${degrees} degrees of freedom`, () => {
      const got = [0.9, 0.95, 0.98, 0.99].map((level) => Number(studentQuantile(level, degrees).toFixed(3)));
      assert.deepEqual(got, quantiles);
    });
  }
});
