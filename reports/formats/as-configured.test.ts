import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { discover } from '../../servers/discover.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { tested } from '../results/tested-ms.ts';
import { duration } from '../text/wording.ts';

type Attack = Results['attacks'][number];

/** All but the requests alone, which say of no attack what it came to. */
const formats = [...(await discover<Format>(new URL('./', import.meta.url))).values()].filter(({ id }) => id !== 'har');

/** What each writes, by the name of what it is written to, without the breaks of lines. */
function outputsOf({ id, files, print }: Format, results: Results): [string, string][] {
  const texts = Object.entries(files).map(([name, render]): [string, string] => [name, render(results)]);
  return [...texts, ...(print ? [[id, print(results, { path: 'p' })] as [string, string]] : [])].map(([name, text]) => [
    name,
    text.replace(/\s+/g, ' '),
  ]);
}

/** One attack with a window that was not allowed: a failure, which no format may leave out. */
function withWindow(lastedMs: number, declaredMs: number, configuredMs: number): Results {
  const like = fullResults.attacks.find(({ windowMs }) => windowMs !== undefined) as Attack;
  const attack: Attack = {
    ...like,
    ...{ expected: 'blocked', asExpected: false, tries: 1, successes: 1 },
    because: `the copy worked for ${lastedMs} ms`,
    ...{ windowMs: tested(lastedMs), declaredMs: tested(declaredMs), configuredMs },
    windows: [
      {
        ...{ event: 'logout', artefact: 'access-token', configuredMs },
        ...{ measuredMs: tested(lastedMs), declaredMs: tested(declaredMs) },
      },
    ],
  };
  return { ...fullResults, attacks: [attack], answer: [], claims: [] };
}

/** What other tools read of a run, and a person at the terminal. */
const contract = [
  ...['index.html', 'summary.md', 'results.csv', 'verdicts.csv', 'claims.csv', 'security.csv'],
  ...['findings.sarif', 'junit.xml', 'results.json', 'terminal'],
];

/** Primes, and no other figure of the report is written alike. */
const lasted = fc.constantFrom(2_351, 3_137, 4_421, 1_973);
const shares = fc.integer({ min: 61, max: 9_001 }).filter((seconds) => seconds % 60 !== 0);

/** What is within reach of a reader's eye, or belongs to one row. */
const near = 900;

describe('every format', () => {
  it('is looked at', () => {
    const written = formats.flatMap((format) => outputsOf(format, fullResults).map(([name]) => name));
    for (const name of contract) assert.ok(written.includes(name), name);
  });

  it('shows beside each window that was tested how long it is as configured', () => {
    fc.assert(
      fc.property(lasted, shares, (lastedMs, seconds) => {
        const configuredMs = seconds * 1_000;
        const results = withWindow(lastedMs, lastedMs + 500, configuredMs);
        const forms = [duration(configuredMs), `${configuredMs}`, `,${seconds},`];
        for (const format of formats) {
          const outputs = outputsOf(format, results);
          const shown = outputs.flatMap(([name, text]) =>
            [`${lastedMs}`, duration(lastedMs), `,${lastedMs / 1_000},`].flatMap((one) =>
              [...text.matchAll(new RegExp(`(?<![\\d.])${one.replace(/\./g, '\\.')}(?!\\.?\\d)`, 'g'))].map(
                ({ index }) => ({
                  name,
                  around: text.slice(Math.max(0, index - near), index + near),
                }),
              ),
            ),
          );
          // for monitoring it is a number of seconds, and nothing is told of the test
          const alone = new RegExp(`authbench_window_seconds.*[ :]${seconds}\\b`);
          const isTold = shown.length > 0 || outputs.some(([, text]) => alone.test(text));
          assert.ok(isTold, `${format.id} says nothing of the window`);
          for (const { name, around } of shown)
            assert.ok(
              forms.some((form) => around.includes(form)),
              `${name} shows the window of the test alone: ${around.slice(near - 200, near + 200)}`,
            );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('says so where it is not known how long a window is as configured', () => {
    const { configuredMs: _, ...attack } = withWindow(2_351, 3_000, 0).attacks[0] as Attack;
    const results = { ...withWindow(2_351, 3_000, 0), attacks: [{ ...attack, windows: [] }] };
    const told = formats
      .filter(({ id }) => id !== 'json')
      .flatMap((format) => outputsOf(format, results))
      .filter(([, text]) => text.includes('worked for 2.35 s'));
    assert.ok(told.length > 3, `${told.length}`);
    for (const [name, text] of told) assert.match(text, /as configured is not known/, name);
  });
});
