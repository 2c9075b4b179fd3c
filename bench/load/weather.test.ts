import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calm, type Weather } from './weather.ts';

/** A sweep over two arms, of which the first always waits for cores by itself. */
const sweep = (waiting: number, stealCores = 0): Weather[] => [
  { arm: 'jwt', waiting: 0.3, stealCores: 0 },
  { arm: 'session', waiting, stealCores },
];

describe('a sweep', () => {
  it('does not count where one of its arms waited for a core longer than it does by itself', () => {
    assert.deepEqual(calm([sweep(0.02), sweep(0.2), sweep(0.05), sweep(0.03)]), [0, 2, 3]);
  });

  it('does not count where the hypervisor took a core away meanwhile', () => {
    assert.deepEqual(calm([sweep(0.02), sweep(0.02, 0.3)]), [0]);
  });

  it('does not count where a CPU quota kept one of its arms from its cores', () => {
    const throttled = sweep(0.02).map((one) => ({ ...one, throttledCores: one.arm === 'jwt' ? 0.2 : 0 }));
    assert.deepEqual(calm([sweep(0.02), throttled]), [0]);
  });

  it('counts where all wait alike, for then nothing fell on one of them alone', () => {
    assert.deepEqual(calm([sweep(0.4), sweep(0.42), sweep(0.45)]), [0, 1, 2]);
  });

  it('counts where nobody tells of waiting', () => {
    const untold: Weather = { arm: 'jwt', waiting: undefined, stealCores: undefined };
    assert.deepEqual(calm([[untold], [untold]]), [0, 1]);
  });
});
