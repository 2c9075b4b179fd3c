import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../../servers/discover.ts';
import { analyse } from '../analysis/analyse.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import { scaledResults } from '../results/fixtures/scale-out.ts';
import type { Claim, Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';

const formats = [...(await discover<Format>(new URL('./', import.meta.url))).values()];

/** Everything a format writes about a run. */
function everything({ files, print }: Format, results: Results): string {
  const texts = Object.values(files).map((render) => render(results));
  return [...texts, print?.(results, { path: 'p' }) ?? ''].join('\n');
}

const signature = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const token = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.${signature}`;

/** What a run counts and times, by its name in results.json. */
const measured = new Set([
  ...['value', 'perSecond', 'servers', 'store', 'generator', 'predicted', 'measured', 'lastedMs', 'recoveryMs'],
  ...['cpuServersUs', 'cpuStoreUs', 'storeCommands', 'bytesUp', 'bytesDown', 'latencyP50Us', 'busyCores', 'medianMs'],
  ...['requests', 'refused', 'failed', 'late', 'users', 'lostUsers', 'renewals', 'renewalsRefused', 'durationMs'],
]);

/** The same run, in which all of it came to 0. */
async function ofNought(results: Results): Promise<Results> {
  const claims = [...(await discover<Claim>(new URL('../claims/', import.meta.url))).values()];
  const zeroed = JSON.parse(JSON.stringify(results), (key, value) =>
    typeof value === 'number' && measured.has(key) ? 0 : value,
  ) as Results;
  return analyse(zeroed, claims);
}

const sweep = ['session', 'jwt'].flatMap((scheme) =>
  [100, 200].flatMap((rate) =>
    ['latency.p50', 'latency.p99'].map((metric) => ({
      ...{ scenario: 'authenticated-read', scheme, metric, unit: 'us', value: 0, round: 1, valid: true },
      arm: { group: 'rate-sweep', scheme, role: 'main', rate } as const,
    })),
  ),
);
const objective = ['session', 'jwt'].map((scheme) => ({
  ...{ scenario: 'authenticated-read', scheme, metric: 'slo.p99', unit: 'us', value: 25_000, round: 1, valid: true },
  arm: { group: 'rate-search', scheme, role: 'main' } as const,
}));
const { demand: _, ...withoutDemand } = scaledResults;
const ofNothing = await Promise.all([scaledResults, withoutDemand, fullResults].map(ofNought));

describe('every format', () => {
  for (const format of formats) {
    it(`${format.id} shows neither NaN nor Infinity of a run in which all came to 0`, () => {
      for (const results of ofNothing) {
        const samples = [...results.samples, ...sweep, ...objective];
        const text = everything(format, { ...results, samples }).replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
        assert.deepEqual(text.match(/.{0,60}(?:NaN|Infinity).{0,60}/g), null);
      }
    });
  }

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
