import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armKey } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { createNoise } from '../results/fixtures/noise.ts';
import type { Results } from '../results/results.ts';
import { centre, interval } from './interval.ts';
import { pairing } from './pairing.ts';

type Sample = Results['samples'][number];

const trials = 1_000;
/** What two of the slices differ by, within a launch. */
const sliceSd = 0.06;
const truth = 1.12;

/**
 * Whole rounds: launches that differ, slices that differ within them, and sweeps that are thrown away by a weather that
 * none of it has to do with. Coverage is asked of the ratios as a report has them, pooled reference and all.
 */
describe('the interval of a ratio', () => {
  for (const sd of [0.05, 0.09, 0.16])
    for (const rounds of [5, 8, 12])
      it(`holds the truth in 93 to 97 % of ${trials} runs of ${rounds} rounds whose launches differ by ${100 * sd} %`, () => {
        const noise = createNoise(rounds);
        let [held, aaHeld] = [0, 0];
        for (let trial = 0; trial < trials; trial += 1) {
          const { armsOf, logsOf } = pairing(simulated(rounds, sd, noise));
          const [jwt, main, aaArm] = arms.map((arm) =>
            armsOf('throughput').find((side) => armKey(side.arm) === armKey(arm)),
          );
          assert.ok(jwt && main && aaArm);
          held += holds([...logsOf('throughput', jwt, { ...main, aaArm }).logs.values()], Math.log(truth));
          aaHeld += holds([...logsOf('throughput', aaArm, main).logs.values()], 0);
        }
        for (const share of [held / trials, aaHeld / trials]) assert.ok(share >= 0.93 && share <= 0.97, `${share}`);
      });

  it('is narrower for the A/A arm of the reference, by as much as two launches say more than one', () => {
    const noise = createNoise(3);
    const [alone, pooled]: number[][] = [[], []];
    for (let trial = 0; trial < trials; trial += 1) {
      const { armsOf, logsOf } = pairing(simulated(8, 0.09, noise));
      const [jwt, aaArm, main] = armsOf('throughput');
      assert.deepEqual([jwt?.arm, main?.arm, aaArm?.arm], arms);
      assert.ok(jwt && main && aaArm);
      alone?.push(centre([...logsOf('throughput', jwt, main).logs.values()]) - Math.log(truth));
      pooled?.push(centre([...logsOf('throughput', jwt, { ...main, aaArm }).logs.values()]) - Math.log(truth));
    }
    const square = (errors: readonly number[] = []) => errors.reduce((sum, error) => sum + error ** 2, 0);
    const variances = square(pooled) / square(alone);
    assert.ok(Math.abs(variances - 0.75) < 0.06, `${variances}`);
  });
});

/** Which of the two comes first in a round is all the same. */
const arms = [armOf('load', 'jwt'), armOf('load', 'session'), armOf('load', 'session', 'a-a')];

function holds(logs: readonly number[], log: number): number {
  const seen = interval(logs, 0.95);
  return seen && seen.low <= log && seen.high >= log ? 1 : 0;
}

function simulated(rounds: number, sd: number, noise: ReturnType<typeof createNoise>): Sample[] {
  return Array.from({ length: rounds }, (_, i): Sample[] => {
    const pace = noise.normal(0.3);
    const sweeps = 4 - Math.min(2, Math.floor(Math.abs(noise.normal(1))));
    return arms.toReversed().map((arm): Sample => {
      const launch = pace + noise.normal(sd) + (arm.scheme === 'jwt' ? Math.log(truth) : 0);
      const slices = Array.from({ length: sweeps }, () => Math.exp(launch + noise.normal(sliceSd)));
      const value = slices.reduce((sum, one) => sum + one, 0) / sweeps;
      return {
        scenario: 'read',
        scheme: arm.scheme,
        arm,
        round: i + 1,
        metric: 'throughput',
        unit: '1/s',
        value,
        valid: true,
      };
    });
  }).flat();
}
