import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import type { Results } from '../results/results.ts';
import { qualityOfLaunches } from './quality-groups.ts';

/** A machine whose pace doubles halfway, and what each launch of jwt costs beside that. */
function rounds(costs: readonly number[]): Results['samples'] {
  return costs.flatMap((cost, i) =>
    ['session', 'jwt', 'jwt-refresh', 'floor'].map((scheme, j) => {
      const value = (i < costs.length / 2 ? 100 : 200) * (scheme === 'jwt' ? cost : 1 + 0.01 * ((i + j) % 3));
      return {
        ...{ scenario: 'read', arm: armOf('load', scheme), metric: 'cpu.total', unit: 'us' },
        scheme,
        round: i + 1,
        value,
        valid: true,
      };
    }),
  );
}

describe('the launches of a server', () => {
  it('are told apart by name where they fall into two groups, whatever the pace of the machine was', () => {
    const [row] = qualityOfLaunches(rounds([1, 1.5, 1, 1.5, 1, 1, 1.5, 1, 1, 1.5]));
    assert.match(row?.measured ?? '', /^jwt: 4 of 10 launches cost 5\d(\.\d)? % more than the others/);
    assert.equal(row?.state, 'warning');
  });

  it('are alike where they differ by little, and where there are too few there is nothing to say', () => {
    const alike = [1, 1.02, 0.99, 1.01, 1, 1.03, 0.98, 1, 1.01, 1];
    assert.deepEqual(
      qualityOfLaunches(rounds(alike)).map(({ measured, state }) => [measured, state]),
      [['none', 'ok']],
    );
    assert.deepEqual(qualityOfLaunches(rounds(alike.slice(0, 5))), []);
  });
});
