import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { render } from '../markup.ts';
import { seriesCount } from '../palette.ts';
import { historySection } from './history.ts';

describe('the history of runs', () => {
  it('has a colour for every scheme, however many there are', () => {
    const schemes = Array.from({ length: seriesCount + 1 }, (_, i) => `scheme-${i + 1}`);
    const history = [1, 2].map((day) => ({
      ...fullResults.history![0]!,
      id: `day-${day}`,
      figures: schemes.map((scheme) => ({ scenario: 'authenticated-read', scheme, metric: 'cpu.servers', value: day })),
    }));
    const text = render(historySection.body({ ...fullResults, run: { ...fullResults.run, schemes }, history }));
    const lines = [...text.matchAll(/class="spark series-(\d+)"/g)].map(([, place]) => Number(place));
    assert.deepEqual(lines, [1, 2, 3, 4, 5, 6, 1]);
  });
});
