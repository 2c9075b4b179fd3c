import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../../servers/discover.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';

const formats = [...(await discover<Format>(new URL('./', import.meta.url))).values()];

/** Everything a format writes about a run. */
function everything({ files, print }: Format, results: Results): string {
  const texts = Object.values(files).map((render) => render(results));
  return [...texts, print?.(results, { path: 'p' }) ?? ''].join('\n');
}

const signature = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const token = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.${signature}`;

describe('every format', () => {
  for (const format of formats) {
    it(`${format.id} writes the same bytes for the same results, and leaves them as they were`, () => {
      const copy = structuredClone(failedResults);
      assert.equal(everything(format, copy), everything(format, failedResults));
      assert.deepEqual(copy, failedResults);
    });
  }

  // Secrets are cut where they are recorded, so that none reaches the results. Only results.json repeats the raw facts.
  for (const format of formats.filter(({ id }) => id !== 'json')) {
    it(`${format.id} shows no raw facts, so that not even a secret that slipped into them gets out`, () => {
      const facts = { leaked: token };
      const planted: Results = {
        ...fullResults,
        attacks: failedResults.attacks.map((attack) => ({ ...attack, facts })),
        evidence: fullResults.evidence.map((one) => ({ ...one, facts, transcript: [{ atMs: 0, text: token, facts }] })),
      };
      assert.ok(!everything(format, planted).includes(signature));
    });
  }

  it('writes no token that the results do not hold', () => {
    for (const format of formats)
      assert.doesNotMatch(everything(format, fullResults), /\bey[\w-]{8,}\.[\w-]+\.[\w-]{20,}/);
  });
});
