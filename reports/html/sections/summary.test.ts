import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { summarySection } from './summary.ts';

/** A line of the first table, as it is read. */
function line(title: string, results: Results): string {
  const row = render(summarySection.body(results) ?? '').match(new RegExp(`${title}.*?</tr>`, 's'))?.[0] ?? '';
  return row
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the answer', () => {
  it('names whom to take where one thing decides, whom that rules out, and who is undecided', () => {
    assert.equal(line('A logout within a second', fullResults), 'A logout within a second session jwt, jwt-refresh');
    assert.equal(
      line('Two minutes without', fullResults),
      'Two minutes without the store go unnoticed jwt session undecided: jwt-refresh',
    );
  });

  it('has throughput among what may decide, and says where nobody needs to choose by it', () => {
    assert.equal(line('Throughput at saturation</th>', fullResults), 'Throughput at saturation jwt or jwt-refresh –');
    const comparisons = fullResults.comparisons.flatMap((one) => {
      if (one.metric !== 'throughput' || one.kind !== 'scheme') return [one];
      const alike = { ...one, verdict: 'inconclusive' as const, bound: { low: 0.9, high: 1.1 } };
      return one.scheme === 'jwt-refresh' ? [alike, { ...alike, reference: 'jwt' }] : [alike];
    });
    assert.equal(
      line('Throughput at saturation</th>', { ...fullResults, comparisons }),
      'Throughput at saturation any: too little apart to decide –',
    );
  });

  it('says once what several of those need', () => {
    const others = fullResults.scaling.filter(({ scheme }) => scheme !== 'jwt-refresh');
    const alike = others.filter(({ scheme }) => scheme === 'session').map((row) => ({ ...row, scheme: 'jwt-refresh' }));
    assert.equal(
      line('Several instances', { ...fullResults, scaling: [...others, ...alike] }),
      'Several instances, and no store that they share session, jwt or jwt-refresh on conditions session and jwt-refresh need ' +
        'sticky routing, and accepting that an instance that dies signs out its users (51 of 100 users) –',
    );
  });
});
