import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { page } from '../page.ts';
import { loadSection } from './load.ts';

const crosses = /7 7m0-7-7 7/g;

describe('load, scheme by scheme', () => {
  it('gives one figure for the CPU of a request, and not the sum of the medians of its parts beside it', () => {
    const [one] = fullResults.samples;
    assert.ok(one);
    const samples = [
      ['cpu.servers', 10, 20, 30],
      ['cpu.store', 5, 1, 3],
      ['cpu.total', 15, 21, 33],
    ].flatMap(([metric, ...values]) =>
      values.map((value, i) => ({ ...one, metric: String(metric), value: Number(value), round: i + 1 })),
    );
    const shown = page({ ...fullResults, samples }, [{ title: '', sections: [loadSection] }]);
    assert.match(shown, /session: 21 µs, of which servers 20 and store 3\./);
  });

  it('says that a store was not told, where neither it nor the whole was measured', () => {
    const [one] = fullResults.samples;
    assert.ok(one);
    const shown = (metrics: readonly string[]) => {
      const samples = metrics.flatMap((metric) => [1, 2].map((round) => ({ ...one, metric, value: 20, round })));
      return page({ ...fullResults, samples, comparisons: [] }, [{ title: '', sections: [loadSection] }]);
    };
    const unseen = shown(['cpu.servers']);
    assert.match(unseen, /CPU per request: 20 µs of servers alone with session\./);
    assert.match(unseen, /session: servers 20 µs; store not told\./);
    assert.match(unseen, />≥ 20<\/text>/);
    assert.match(shown(['cpu.servers', 'cpu.total']), /session: 20 µs, of which servers 20 and store 0\./);
  });
});

describe('load, round by round', () => {
  it('crosses out a round that was disturbed in every arm, and says so once', () => {
    const drawn = (samples: typeof fullResults.samples) =>
      page({ ...fullResults, samples }, [{ title: '', sections: [loadSection] }]);
    const plain = fullResults.samples.filter(({ scenario, valid }) => scenario === 'login' && valid);
    const otherLoad = { ...plain[0]!, metric: 'machine.foreign', unit: 'count', round: 2, value: 1.5 };
    assert.equal(drawn(plain).match(crosses), null);
    const shown = drawn([...plain, otherLoad]);
    const strips = shown.match(/<figure class="small"/g)?.length ?? 0;
    // three schemes in each strip; the two stacks have no rounds, and capacity is measured at another time
    assert.equal(shown.match(crosses)?.length, 3 * (strips - 3));
    assert.match(
      shown,
      /Not counted: all of round 2 \(other programs used 1\.50 cores, at most 0\.1 are allowed\)\.<\/p>/,
    );
  });

  it('says that no round counted where none did', () => {
    const samples = fullResults.samples.map((one) => (one.arm.role === 'main' ? { ...one, valid: false } : one));
    const shown = page({ ...fullResults, samples, comparisons: [] }, [{ title: '', sections: [loadSection] }]);
    assert.match(shown, /<strong>CPU per request: no round counted\.<\/strong>/);
    assert.doesNotMatch(shown, /<strong>[^<]*: \.<\/strong>/);
  });
});
