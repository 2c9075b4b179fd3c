import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { mostBytes } from '../html/page.ts';
import { fullSizeResults } from '../results/fixtures/full-size.ts';
import * as fixtures from '../results/fixtures/results.ts';
import { ofTenSchemes } from '../results/fixtures/ten-schemes.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';
import format from './html.ts';

const page = format.files['index.html'];
const { fullResults } = fixtures;

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** Whether a piece of evidence is told, and not only named. */
function isWhole(text: string, number: number): boolean {
  return text.includes(`<div id="E${number}">`);
}

function exampleRun(): Results {
  const reading = readResults(
    JSON.parse(readFileSync(new URL('../../../reports/example/results.json', import.meta.url), 'utf8')),
  );
  assert.ok('results' in reading);
  return reading.results;
}

describe('the HTML report', () => {
  for (const [name, results] of Object.entries({ ...fixtures, 'the example': exampleRun() })) {
    it(`is valid HTML: ${name}`, async () => {
      const report = await new HtmlValidate({ extends: ['html-validate:standard'] }).validateString(page(results));
      assert.deepEqual(
        report.results.flatMap(({ messages }) =>
          messages.map(({ ruleId, message, line }) => ({ ruleId, message, line })),
        ),
        [],
      );
    });

    it(`has every section, and leads only to places that exist: ${name}`, () => {
      const text = page(results).replace(/<script>[\s\S]*?<\/script>/g, '');
      const ids = matches(text, / id="([^"]*)"/g);
      assert.deepEqual(
        matches(text, /<(?:section|dt) id="(?!word-)([^"]*)"/g).sort(),
        [
          ...[
            'answer',
            'advisor',
            'plan',
            'quality',
            'targets',
            'matrix',
            'ratios',
            'claims',
            'attacks',
            'windows',
            'requirements',
            'lifecycle',
          ],
          ...[
            'scaling',
            'scale-out',
            'faults',
            'load',
            'micro',
            'budgets',
            'baseline',
            'history',
            'method',
            'environment',
            'cells',
          ],
          ...['evidence', 'glossary'],
        ].sort(),
      );
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        matches(text, / href="#([^"]*)"/g).filter((id) => !ids.includes(id)),
        [],
      );
    });
  }

  it('of a target alone begins with what to fix, leads only to places that exist, and has no script that misses one', async () => {
    const [scheme] = fullResults.schemes;
    assert.ok(scheme);
    const target = {
      ...{ scheme: scheme.id, title: 'Mine', origin: 'http://127.0.0.1:1', declared: {}, lifetimes: {} },
    };
    const ceilings = { ratePerSecond: 1, concurrency: 1, requests: 1 };
    const alone = {
      ...fullResults,
      schemes: [scheme],
      targets: [{ ...target, ceilings, requests: 1, optIn: [] }],
    };
    const text = page(alone);
    assert.deepEqual(matches(text, /<section id="([^"]*)"/g).slice(0, 2), ['targets', 'answer']);
    const ids = matches(text, / id="([^"]*)"/g);
    assert.deepEqual(
      matches(text, / href="#([^"]*)"/g).filter((place) => !ids.includes(place)),
      [],
    );
    assert.equal(matches(text, /(<script>)/g).length, 1);
  });

  it('is the same to the byte for the same results, also after a journey through JSON', () => {
    assert.equal(page(JSON.parse(JSON.stringify(fullResults)) as Results), page(fullResults));
  });

  it('allows its own style and script by their hashes and nothing else', () => {
    const text = page(fullResults);
    const [style, ...scripts] = [...text.matchAll(/<(?:style|script)>([\s\S]*?)<\/(?:style|script)>/g)].map(
      ([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
    );
    assert.equal(scripts.length, 2);
    assert.deepEqual(matches(text, /http-equiv="Content-Security-Policy" content="([^"]*)"/g), [
      `default-src 'none'; style-src ${style}; script-src ${scripts.join(' ')}; base-uri 'none'; form-action 'none'`,
    ]);
    assert.doesNotMatch(text, / style="| on\w+="| src=|url\(|@import/);
  });

  it('shows the beginning of an endless text and says how long it was', () => {
    const text = page({ ...fullResults, limits: ['y'.repeat(1_000_000)] });
    assert.match(text, /y{1900} … \(1000000 characters, cut here\)/);
    assert.doesNotMatch(text, /y{1901}/);
  });

  it('stays well below that for a quick run, and tells where what is left out stands', () => {
    const results = exampleRun();
    const text = page(results);
    assert.ok(Buffer.byteLength(text) <= 0.75 * mostBytes, `${Buffer.byteLength(text)} bytes`);
    assert.match(text, /Long transcripts are cut: <code>[^<]*explain E1<\/code> prints one whole/);
    const { evidence } = results;
    assert.deepEqual(
      evidence.flatMap(({ cell }, place) => (cell.weakness !== undefined && isWhole(text, place + 1) ? [place] : [])),
      [],
    );
    assert.equal(
      evidence.every(({ cell }, place) => cell.weakness !== undefined || isWhole(text, place + 1)),
      true,
    );
  });

  it('stays within 1 MiB for a run of ten schemes, with every attack told whole', () => {
    const results = ofTenSchemes(exampleRun());
    const text = page(results);
    assert.equal(results.run.schemes.length, 10);
    assert.ok(Buffer.byteLength(text) <= mostBytes, `${Buffer.byteLength(text)} bytes`);
    assert.equal(matches(text, /<dt>(Goal)<\/dt>/g).length, new Set(results.attacks.map(({ id }) => id)).size);
  });

  it('stays within 1 MiB for a run of every attack, and says where transcripts are cut', () => {
    const text = page(fullSizeResults);
    assert.ok(Buffer.byteLength(text) <= mostBytes, `${Buffer.byteLength(text)} bytes`);
    assert.match(text, /\d+ of 304 lines/);
    const cited = fullSizeResults.evidence.filter(({ cell }) => cell.weakness === undefined);
    assert.equal(matches(text, /id="E(\d+)"/g).length, cited.length);
  });

  it('stays within 1 MiB for every attack and every round of the longest run on ten schemes', () => {
    const text = page(ofTenSchemes(fullSizeResults));
    assert.ok(Buffer.byteLength(text) <= mostBytes, `${Buffer.byteLength(text)} bytes`);
  });
});
