import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flipsOf } from '../advice/flips.ts';
import { html, render } from '../html/markup.ts';
import { sensitivity } from '../html/sections/sensitivity.ts';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { createNoise } from '../results/fixtures/noise.ts';
import { emptyResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { compareVariations } from './sensitivity.ts';

type Sample = Results['samples'][number];

/** CPU per request of each arm over eight rounds, within 1 % of what is given. */
function samplesOf(costs: readonly (readonly [scheme: string, built: Partial<Arm>, cost: number])[]): Sample[] {
  const noise = createNoise(7);
  return costs.flatMap(([scheme, built, cost]) => {
    return Array.from({ length: 8 }, (_, i) => ({
      scenario: 'authenticated-read',
      scheme,
      arm: armOf('sensitivity', scheme, 'main', built),
      round: i + 1,
      metric: 'cpu.total',
      unit: 'us',
      value: cost * Math.exp(noise.normal(0.005)),
      valid: true,
    }));
  });
}

const variation = (id: string, choice: string) => ({ id, kind: 'sensitivity', title: id, question: `${id}?`, choice });
const run = { ...emptyResults.run, profile: 'standard' as const, schemes: ['session', 'jwt'] };
const samples = samplesOf([
  ['session', {}, 200],
  ['session', { role: 'a-a' }, 200],
  ['jwt', {}, 120],
  ['jwt', { variation: 'raw' }, 260],
  ['jwt', { variation: 'same' }, 121],
  ['session', { variation: 'heavy' }, 150],
  ['jwt', { variation: 'heavy' }, 150],
]);
const comparisons = compareVariations({ run, samples });
const results: Results = {
  ...emptyResults,
  run,
  samples,
  comparisons,
  scenarios: [variation('raw', 'how a key is held'), variation('same', 'the library'), variation('heavy', 'the data')],
};
const flips = (id: string) => flipsOf(results, id).map(({ flip }) => flip);

describe('a scheme that is built otherwise', () => {
  it('is held against itself as it is, and against the others', () => {
    const raw = comparisons.filter(({ variation }) => variation === 'raw');
    assert.deepEqual(
      raw.map(({ scheme, reference, verdict, ratio }) => [scheme, reference, verdict, ratio?.toFixed(1)]),
      [
        ['jwt', 'jwt', 'worse', '2.2'],
        ['jwt', 'session', 'worse', '1.3'],
      ],
    );
  });

  it('is held against others that are built that way too, where they can be', () => {
    const heavy = comparisons.find((one) => one.variation === 'heavy' && one.reference !== one.scheme);
    assert.equal(heavy?.ratio?.toFixed(1), '1.0');
  });

  it('is held against schemes that were measured alone too, where it could not take turns', () => {
    const apart = samplesOf([
      ['session', { variation: 'slow' }, 300],
      ['session', { beside: 'slow' }, 240],
      ['session', { beside: 'slow', role: 'a-a' }, 240],
      ['jwt', { beside: 'slow' }, 150],
    ]);
    const slow = compareVariations({ run, samples: [...samples, ...apart] }).filter(
      ({ variation }) => variation === 'slow',
    );
    assert.deepEqual(
      slow.map(({ isControl, scheme, reference, verdict, ratio }) => [
        isControl,
        scheme,
        reference,
        verdict,
        ratio?.toFixed(2),
      ]),
      [
        [undefined, 'session', 'session', 'worse', '1.25'],
        [undefined, 'jwt', 'session', 'better', '0.50'],
      ],
    );
  });

  it('flips a conclusion, takes it away, or leaves it', () => {
    assert.deepEqual(flips('raw'), ['flips']);
    assert.deepEqual(flips('heavy'), ['weakens']);
    assert.deepEqual(flips('same'), ['holds']);
  });

  it('says nothing where its rounds do not count', () => {
    const spoilt = samples.map((one) => ({ ...one, ...(one.arm.variation === 'raw' && { valid: false }) }));
    const judged = { comparisons: compareVariations({ run, samples: spoilt }) };
    assert.deepEqual(
      flipsOf(judged, 'raw').map(({ flip }) => flip),
      ['undecided'],
    );
  });

  it('has no verdict on a busy machine, whatever the figures', () => {
    const busy = samples.map((one) => ({ ...one, metric: 'machine.foreign', value: 1.5 }));
    assert.deepEqual(
      new Set(compareVariations({ run, samples: [...samples, ...busy] }).map(({ verdict }) => verdict)),
      new Set(['invalid']),
    );
  });

  it('has a price for each look', () => {
    const near = samples.map((one, i) =>
      one.arm.variation === 'raw' ? { ...one, value: 131 * (1 + 0.03 * Math.sin(7 * i)) } : one,
    );
    const verdicts = [[], [4, 8], [2, 4, 6, 8]].map((sensitivityLooks) =>
      compareVariations({ run: { ...run, looks: [1, 2, 3, 4, 5, 6], sensitivityLooks }, samples: near })
        .filter(({ variation, scheme, reference }) => variation === 'raw' && scheme === reference)
        .map(({ verdict }) => verdict),
    );
    assert.deepEqual(verdicts, [['worse'], ['worse'], ['inconclusive']]);
  });

  it('is told to a reader by the choice that it is one answer to', () => {
    const shown = render(html`${sensitivity(results)}`);
    assert.match(shown, /Which scheme costs less CPU per request depends on how a key is held and the data\./);
    assert.match(shown, /Which scheme costs less CPU per request does not depend on the library, as far/);
  });

  it('is named as not measured where the run had no time for it', () => {
    const shown = render(html`${sensitivity({ ...results, samples: [], comparisons: [] })}`);
    assert.match(shown, /Not measured in this run: 3 variations/);
  });
});
