import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { matrixSection } from './matrix.ts';

/** A line as it is read. */
function line(title: string, results: Results): string {
  const row = render(matrixSection.body(results)).match(new RegExp(`${title}.*?</tr>`, 's'))?.[0] ?? '';
  return row
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('schemes side by side', () => {
  it('tell a scheme that loses its users by their renewals, also where no read is refused', () => {
    const [like] = fullResults.scaling.filter(({ event, instances }) => event === 'none' && instances > 1);
    assert.ok(like);
    const lost = { ...like, scheme: 'jwt-refresh', mode: 'own-memory' as const, instances: 4, valid: true };
    const scaling = [
      { ...lost, requests: 192, refused: 0, renewals: 192, renewalsRefused: 144, users: 24, lostUsers: 24 },
    ];
    assert.match(
      line('Signed-in users refused at 4 instances', { ...fullResults, scaling }),
      /– – 0 % of reads, 75 % of renewals; 24 of 24 users lost own memory/,
    );
  });

  it('mark the reference too, where measuring it twice did not come out alike', () => {
    const invalid = fullResults.comparisons.map((one) =>
      one.kind === 'a-a' && one.metric === 'throughput' ? { ...one, verdict: 'invalid' as const } : one,
    );
    const [, reference = ''] =
      /1\/s(.*?) for each server core/.exec(
        line('Throughput at saturation', { ...fullResults, comparisons: invalid }),
      ) ?? [];
    assert.match(reference, /invalid measured twice: \d/);
  });

  it('say how many repetitions are in no figure', () => {
    assert.match(line('Throughput at saturation', fullResults), /7 of 8 repetitions counted/);
  });
});
