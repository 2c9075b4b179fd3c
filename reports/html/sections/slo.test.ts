import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../../results/fixtures/arm.ts';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { withinObjective } from './slo.ts';

const common = { scenario: 'authenticated-read', round: 1, valid: true };
const search = (scheme: string, metric: string, value: number) => ({
  ...{ ...common, scheme, metric, value },
  arm: armOf('rate-search', scheme),
  unit: metric === 'slo.p99' ? 'us' : '1/s',
});
const provider = (scheme: string, rate: number, value: number, valid = true, metric = 'latency.p99') => ({
  ...{ ...common, scheme, value, valid },
  arm: armOf('rate-sweep', scheme, 'main', { rate }),
  metric,
  unit: 'us',
});

function shown(samples: Results['samples']): string {
  const section = withinObjective({ ...fullResults, samples });
  return section ? render(section) : '';
}

describe('the rates within a latency objective', () => {
  it('are told with both ends of what was found, and where an end was not', () => {
    const page = shown([
      ...[search('session', 'slo.p99', 25_000), search('session', 'slo.rate.low', 1_200)],
      search('session', 'slo.rate.high', 1_310),
      ...[search('jwt', 'slo.p99', 25_000), search('jwt', 'slo.rate.low', 3_000)],
      ...[search('jwt-refresh', 'slo.p99', 25_000), search('jwt-refresh', 'slo.rate.high', 90)],
    ]);
    assert.match(page, /within 25 ms/);
    const rows = [...page.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row.replace(/<[^>]+>|\s+/g, ' ').trim());
    assert.deepEqual(
      rows.slice(1).map((row) => row.replace(/ +/g, ' ')),
      ['session 1,200 1,310', 'jwt 3,000 no miss confirmed', 'jwt-refresh at no rate tried 90'],
    );
  });

  it('have a curve for each scheme, with a cross where a rate was not carried', () => {
    const page = shown([
      search('session', 'slo.p99', 25_000),
      ...[provider('session', 100, 2_000), provider('session', 400, 8_000), provider('session', 1_600, 900_000, false)],
      ...[provider('jwt', 100, 1_000), provider('jwt', 400, 2_000), provider('jwt', 1_600, 16_000)],
    ]);
    assert.match(page, /session, ms: 2 at 100\/s, 8 at 400\/s, not carried at 1600\/s; jwt, ms: 1 at 100\/s/);
    assert.equal(page.match(/7 7m0-7-7 7/g)?.length, 1);
  });

  it('have a curve of the median too, which has no objective', () => {
    const page = shown([
      search('session', 'slo.p99', 25_000),
      ...[provider('session', 100, 600, true, 'latency.p50'), provider('session', 100, 2_000)],
      ...[provider('session', 400, 900, true, 'latency.p50'), provider('session', 400, 8_000)],
    ]);
    assert.match(page, /<desc[^>]*>session, µs: 600 at 100\/s, 900 at 400\/s\.<\/desc>/);
    assert.match(page, /<desc[^>]*>session, ms: 2 at 100\/s, 8 at 400\/s\.<\/desc>/);
    assert.equal(page.match(/<line class="one"/g)?.length, 1);
  });

  it('have as the title of a curve the highest rate that all carried, and no winner', () => {
    const page = shown([
      search('session', 'slo.p99', 25_000),
      ...[provider('session', 100, 2_000), provider('session', 400, 8_000, false)],
      ...[provider('jwt', 100, 1_000), provider('jwt', 400, 2_000)],
    ]);
    assert.match(
      page,
      /<strong>Latency, 99th percentile, at 100\/s, which all carried: 2 ms with session and 1 ms with jwt\.</,
    );
    assert.match(page, /session,400,,false%0A/);
    const none = shown([
      search('session', 'slo.p99', 25_000),
      ...[provider('session', 100, 2_000, false), provider('jwt', 100, 1_000)],
    ]);
    assert.match(none, /<strong>No rate was carried by all schemes\.</);
  });

  it('are not spoken of where none was sought', () => {
    assert.equal(shown([provider('session', 100, 2_000)]), '');
  });
});
