import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { withDiscards } from '../../statistics/counted.ts';
import { html, render } from '../markup.ts';
import { capacityFigure } from './capacity.ts';
import { matrixSection } from './matrix.ts';

const drawn = (results: Results) => render(html`${capacityFigure(results)}`);
const unrecorded = {
  ...fullResults,
  samples: fullResults.samples.filter(({ metric }) => !metric.startsWith('saturation.')),
};
/** As it is read. */
const words = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const line = (title: string, results: Results) =>
  words(render(matrixSection.body(results) ?? '').match(new RegExp(`${title}.*?</tr>`, 's'))?.[0] ?? '');

describe('throughput as a picture', () => {
  it('says what each core carries, beside the reference, and who was the limit', () => {
    const finding = drawn(fullResults).match(/<desc [^>]*>(.*?)<\/desc>/)?.[1] ?? '';
    assert.match(finding, /^session: 3,\d+ over \d rounds, reference · limit: the server \(1\.00 cores\); /);
    assert.match(
      finding,
      /jwt: 4,\d+ over \d rounds, 1\.56 \[1\.48, 1\.65\] of session · limit: the server \(0\.99 cores\); /,
    );
    assert.match(finding, /no auth: [\d,]+ over \d rounds, did not count\.$/);
  });

  it('has as its title what each core carries, the reference first, and a difference only where one was found', () => {
    const titleOf = (results: Results) => words(drawn(results).match(/<figcaption>(<strong>.*?<\/strong>)/)?.[1] ?? '');
    const all = (verdict: Results['comparisons'][number]['verdict']) => ({
      ...fullResults,
      comparisons: fullResults.comparisons.map((one) => (one.kind === 'scheme' ? { ...one, verdict } : one)),
    });
    assert.match(
      titleOf(fullResults),
      /^A core answers 3,\d+ requests\/s with session, 4,\d+ with jwt\S* and 4,\d+ with jwt\S*\.$/,
    );
    assert.match(titleOf(all('inconclusive')), /, which this run cannot tell apart\.$/);
    assert.match(titleOf(all('equivalent')), /, which is as much\.$/);
  });

  it('draws hollow what is no capacity of a server', () => {
    assert.equal(drawn(fullResults).match(/<rect class="bar"/g)?.length, 3);
    assert.equal(drawn(fullResults).match(/<rect class="second"/g)?.length, 1);
    assert.match(
      words(drawn(fullResults)),
      / no auth: servers wanted 0\.71 of 1 core, and the limit was the load generator \(0\.96 cores\)\.$/,
    );
  });

  it('says once what held all of them', () => {
    const samples = fullResults.samples.map((one) =>
      /^(throughput|saturation\..*)$/.test(one.metric) ? { ...one, valid: false, invalidReason: 'they waited' } : one,
    );
    assert.match(words(drawn({ ...fullResults, samples })), / all: they waited\.$/);
  });

  it('does not say of a disturbed machine that something else was the limit', () => {
    const busy = [1, 2, 3, 4, 5, 6, 7, 8].map((round) => ({
      ...fullResults.samples.find(({ metric }) => metric === 'throughput')!,
      ...{ metric: 'saturation.steal', unit: 'count', value: 1.5, round },
    }));
    const samples = withDiscards([...fullResults.samples, ...busy]);
    for (const text of [
      drawn({ ...fullResults, samples }),
      line('Throughput at saturation', { ...fullResults, samples }),
    ])
      assert.doesNotMatch(words(text), /something else|not the limit|no capacity/);
    const text = words(drawn({ ...fullResults, samples }));
    assert.match(text, /^What a core carries was not found: no repetition counted\. /);
    assert.match(text, / session, jwt and jwt-refresh: other machines took 1\.50 cores, at most 0\.1 are allowed/);
  });

  it('is none in a run that did not record who was the limit', () => {
    assert.equal(capacityFigure(unrecorded), undefined);
  });
});

describe('schemes side by side', () => {
  it('begin with throughput, for each core too, and with what the difference is worth', () => {
    const text = words(render(matrixSection.body(fullResults) ?? ''));
    assert.match(text, /Authenticated read Throughput at saturation, 1\/s/);
    assert.match(
      line('Throughput at saturation', fullResults),
      /4,\d+ better 1\.56× 7 of 8 repetitions counted 46 % to 67 % more requests\/s: enough to choose by throughput for each server core, of which it used 0\.99/,
    );
  });

  it('call nothing a capacity of a server where something else was the limit', () => {
    const samples = fullResults.samples.map((one) =>
      one.scheme === 'session' && /^(throughput|saturation\..*)$/.test(one.metric)
        ? { ...one, valid: false, invalidReason: 'the limit was the store (0.97 cores)' }
        : one,
    );
    assert.match(
      line('Throughput at saturation', { ...fullResults, samples }),
      /1\/s – did not count: the limit was the store \(0\.97 cores\) 4,/,
    );
  });

  it('have no words on cores in a run that did not record them', () => {
    assert.doesNotMatch(line('Throughput at saturation', unrecorded), /core|limit/);
  });
});
