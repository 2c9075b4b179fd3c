import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../../results/fixtures/arm.ts';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { microSection } from './micro.ts';

const operation = (id: string, floor?: string): Results['scenarios'][number] => ({
  ...{ id, kind: 'micro', title: id, question: '' },
  ...(floor && { floor }),
});
const cpu = (scenario: string, value: number): Results['samples'][number] => ({
  ...{
    scenario,
    scheme: 'none',
    arm: armOf('micro', 'none'),
    round: 1,
    metric: 'cpu.operation',
    unit: 'us',
    value,
    valid: true,
  },
});

describe('single operations', () => {
  it('stand below their floor, as multiples of it', () => {
    const page = render(
      microSection.body({
        ...fullResults,
        scenarios: [
          operation('jose', 'crypto'),
          operation('random'),
          operation('fast-jwt', 'crypto'),
          operation('crypto'),
          operation('alone', 'not-measured'),
        ],
        samples: [cpu('jose', 15), cpu('random', 1), cpu('crypto', 5), cpu('alone', 2), cpu('fast-jwt', 7.5)],
      }),
    );
    const rows = [...page.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row.replace(/<[^>]+>|\s+/g, ' '));
    assert.deepEqual(
      rows.slice(1).map((row) => row.trim().split(/ +/)),
      [
        ['crypto', '5', '1.00'],
        ['jose', '15', '3.00'],
        ['fast-jwt', '7.5', '1.50'],
        ['random', '1', '–'],
        ['alone', '2', '–'],
      ],
    );
  });
});
