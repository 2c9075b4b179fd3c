import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Log } from 'sarif';
import { adviceText } from '../advice/advice-text.ts';
import { advise } from '../advice/advise.ts';
import { decisionRecord } from '../advice/record.ts';
import type { Requirements } from '../advice/requirements.ts';
import { conclusions } from '../analysis/questions.ts';
import { everyPart, hostileResults, hostileTexts } from '../results/fixtures/hostile.ts';
import { failedResults } from '../results/fixtures/results.ts';
import { Results } from '../results/results.ts';
import csv from './csv.ts';
import html from './html.ts';
import junit from './junit.ts';
import markdown from './markdown.ts';
import sarif from './sarif.ts';
import terminal from './terminal.ts';

// colours are commands, too
process.env.NO_COLOR = '1';

const megabyte = 'x'.repeat(1_000_000);
const endless = 'x'.repeat(2_001);
const page = html.files['index.html'];
const summary = markdown.files['summary.md'];
const print = (results: Results) => terminal.print(results, { path: 'p' });
const log = (results: Results) => JSON.parse(sarif.files['findings.sarif'](results)) as Log;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const acting = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/;
const width = (row: readonly string[]) => row.length;
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** Asks all that an advisor may be asked, so that every rule and every reason is written. */
const requirements: Requirements = {
  revocationMs: 5_000,
  logoutEverywhere: true,
  instances: 6,
  storeAllowed: true,
  storeOutageMs: 120_000,
  clients: ['browser', 'spa', 'native', 'service'],
  thirdPartyVerification: true,
  sessionLengthMs: 28_800_000,
  headerLimitBytes: 4_096,
  prefer: ['cost', 'latency', 'capacity'],
};

/** A run in which everything failed that can, and one that holds whatever the schema allows. */
const runs: readonly [name: string, (text: string) => Results, scripts: number][] = [
  ['a run', (text) => hostileResults(failedResults, text), 3],
  // its one scheme is a target, whose owner is asked nothing
  ['every part of the schema', everyPart, 1],
  ['every part that schemes have', (text) => ({ ...everyPart(text), targets: [] }), 3],
];

describe('a text that fills every field', () => {
  it('is in all parts that the schema knows', () => {
    assert.deepEqual(Results.parse(everyPart('x')), everyPart('x'));
  });

  for (const [name, make, scripts] of runs) {
    const calm = asRead(make('x'));
    for (const text of hostileTexts)
      it(`does nothing in ${name}: ${JSON.stringify(text.slice(0, 40))}`, () => {
        const hostile = make(text);
        const read = asRead(hostile);
        const shown = page(hostile);
        assert.equal(count(shown, /<script/g), scripts);
        assert.doesNotMatch(shown, /<img|<base|<meta http-equiv="refresh"|onload="|onerror="|href="javascript:/);

        const { markdown, decided, xml } = read;
        if (!markdown.includes('_Left out')) assert.deepEqual(lines(markdown), lines(calm.markdown));
        assert.doesNotMatch(markdown.replace(/<\/?(?:details|summary)>|\\./g, ''), /[<>]|\]\(/);

        assert.deepEqual(
          read.tables.map((rows) => rows.map(width)),
          calm.tables.map((rows) => rows.map(width)),
        );
        for (const cell of read.tables.flat(2)) assert.doesNotMatch(cell, /^[=+\-@\t\r](?!\d)/);

        const [run] = log(hostile).runs;
        assert.ok(run?.results?.length);
        for (const { message, locations } of run.results) {
          assert.match(locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '', /^[\w./%!~*'()-]+$/);
          assert.doesNotMatch(message.text?.replace(/\\./g, '') ?? '', /\[/);
        }

        assert.deepEqual(tags(xml), tags(calm.xml));

        assert.deepEqual(lines(decided), lines(calm.decided));
        assert.doesNotMatch(decided.replace(/\\./g, ''), /[<>]|\]\(/);

        const advice = adviceText(advise(requirements, hostile), conclusions(hostile));
        for (const written of [shown, markdown, ...textsOf(run), xml, print(hostile), decided, advice])
          assert.doesNotMatch(written, acting);
      });
  }

  for (const [name, make] of runs)
    it(`of 1 MB makes no file of ${name} endless`, () => {
      const results = make(megabyte);
      assert.ok(Buffer.byteLength(summary(results)) <= 60_000);
      const written = [page(results), sarif.files['findings.sarif'](results), junit.files['junit.xml'](results)];
      for (const text of [
        ...written,
        adviceText(advise(requirements, results), conclusions(results)),
        recorded(results),
      ])
        assert.ok(!text.includes(endless));
      for (const line of print(results).split('\n')) assert.ok(line.length <= 2_100, String(line.length));
    });
});

/** What readers of tables, of Markdown and of XML find in the files of a run. */
function asRead(results: Results) {
  return {
    markdown: uncoded(summary(results)),
    tables: Object.values(csv.files).map((render) => parse(render(results)) as string[][]),
    xml: junit.files['junit.xml'](results),
    decided: recorded(results),
  };
}

function recorded(results: Results): string {
  return uncoded(decisionRecord(advise(requirements, results), results, conclusions(results)));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Nothing in a code span is looked at by a Markdown reader. */
function uncoded(text: string): string {
  return text.replace(/(?<!\\)`[^`]*`/g, 'code');
}

/** What a Markdown reader makes of each line: the rank of a heading, the cells of a row, an item of a list, or nothing. */
function lines(text: string): string[] {
  const starts = /^(?:#+ |\d+\. |- )?(?![#>+*-] )/;
  return text.split('\n').map((line) => `${starts.exec(line)?.[0]}${count(line, /(?<!\\)\|/g)}`);
}

function tags(xml: string): string[] {
  return [...xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').matchAll(/<\/?\w+/g)].map(([tag]) => tag);
}
