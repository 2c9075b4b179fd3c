import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../../reports/analysis/analyse.ts';
import csv from '../../../reports/formats/csv.ts';
import html from '../../../reports/formats/html.ts';
import junit from '../../../reports/formats/junit.ts';
import markdown from '../../../reports/formats/markdown.ts';
import sarif from '../../../reports/formats/sarif.ts';
import { fullResults } from '../../../reports/results/fixtures/results.ts';
import { deathFinding } from './death-finding.ts';
import type { Death } from './deaths.ts';

const mine = { id: 'mine', source: () => ({ file: 'mine.target.yaml', line: 1 }) };
const death: Death = {
  ...{
    cell: 'attack/cache-leak/mine',
    request: 'GET /me with host: a@evil.test',
    how: 'exit code 1: TypeError: no URL',
  },
  ...{ kind: 'crash', underWay: 1, isBack: true },
};
const come = (...deaths: Partial<Death>[]) =>
  deathFinding(
    mine,
    deaths.map((change) => ({ ...death, ...change })),
  );

describe('the end of a target', () => {
  it('is no finding where there was none', () => {
    assert.equal(come(), undefined);
  });

  it('is a denial of service by the request that brought it about', () => {
    const { outcome, asExpected, severity, because, evidence, source } = come({}, {}) ?? {};
    assert.deepEqual([outcome, asExpected, severity, evidence], ['succeeded', false, 'high', death.cell]);
    assert.deepEqual(source, { file: 'mine.target.yaml', line: 1 });
    assert.equal(
      because,
      'GET /me with host: a@evil.test ended the server: exit code 1: TypeError: no URL; it was up again afterwards; it ended 2 times in this run',
    );
  });

  it('decides nothing where it may have been somebody else: killed, or gone with many requests under way', () => {
    for (const change of [{ kind: 'killed' }, { kind: 'unseen', underWay: 50 }] as const) {
      const { outcome, asExpected, because } = come(change) ?? {};
      assert.deepEqual([outcome, asExpected], ['inconclusive', null]);
      assert.match(because ?? '', /may have been ended by somebody else/);
    }
    assert.equal(come({ kind: 'unseen' })?.outcome, 'succeeded');
    assert.equal(come({ kind: 'crash', underWay: 50 })?.outcome, 'succeeded');
  });

  it('is in every format with its request, first in the answer, and says how it is fixed', () => {
    const row = come({});
    assert.ok(row);
    const targets = [
      {
        ...{ scheme: 'mine', title: 'Mine', origin: 'http://127.0.0.1:1', declared: {}, lifetimes: {}, optIn: [] },
        ...{ ceilings: { ratePerSecond: 1, concurrency: 1, requests: 1 }, requests: 1 },
      },
    ];
    const results = analyse({ ...fullResults, targets, attacks: [...fullResults.attacks, row] }, []);
    assert.match(results.answer[0]?.text ?? '', /^On mine, GET \/me with host: a@evil\.test ended the server/);
    assert.match(results.fixFirst?.[0]?.fix ?? '', /^Catch what a request makes the server throw/);
    const files = { ...csv.files, ...sarif.files, ...junit.files, ...html.files, ...markdown.files };
    for (const name of ['security.csv', 'findings.sarif', 'junit.xml', 'index.html', 'summary.md'] as const)
      assert.ok(files[name](results).replaceAll('\u200b', '').includes('a@evil.test'), name);
  });
});
