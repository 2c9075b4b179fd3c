import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import terminal from './terminal.ts';

type Comparison = Results['comparisons'][number];

const print = (results: Results) =>
  stripVTControlCharacters(terminal.print(results, { path: 'reports/runs/latest/index.html' }));

describe('terminal', () => {
  it('says everything on an empty run that there is to say', () => {
    assert.equal(
      print(emptyResults),
      [
        'authbench 0.1.0, quick, run 20261123T140000Z-1a2b3c4, not finished, incomplete',
        '',
        'Measured',
        '  - Store: none (none). 2 cores, Node 20.20.2.',
        '  - Data quality: nothing checked.',
        '',
        'Report  reports/runs/latest/index.html',
        'exit 69: no store could be started',
        '',
      ].join('\n'),
    );
  });

  it('says who needs less and by how much, with unit, interval and verdict', () => {
    assert.match(print(fullResults), /^ {4}jwt: 116 µs, 38 % less than session \[35 to 40 %\], n=8: better$/m);
  });

  it('begins with the answer', () => {
    assert.deepEqual(print(fullResults).split('\n').slice(1, 4), [
      '',
      'Answer',
      'Take session by default: a logout acts at once.',
    ]);
  });

  it('puts throughput first, and says below each ratio what it is worth for a decision', () => {
    assert.match(
      print(fullResults),
      /^ {2}Authenticated read: throughput at saturation, higher is better\n {4}session measured twice: .*\n {4}equivalent\n {4}jwt: 4,870 1\/s, 56 % more than session \[48 to 65 %\], n=8: better\n {6}46 % to 67 % more requests\/s: enough to choose by throughput$/m,
    );
  });

  it('ends a pass by what became of the questions about load', () => {
    const ended = (change: (one: Comparison) => Partial<Comparison>) =>
      print({
        ...fullResults,
        run: { ...fullResults.run, exit: { code: 0, reasons: [] } },
        comparisons: fullResults.comparisons.map((one) => (one.kind === 'scheme' ? { ...one, ...change(one) } : one)),
      })
        .trimEnd()
        .split('\n')
        .at(-1);
    const open = { verdict: 'inconclusive', bound: { low: 0.5, high: 2 } } as const;
    const alike = { verdict: 'inconclusive', bound: { low: 0.9, high: 1.1 } } as const;
    const pass = (of: string) => `exit 0: no attack broke through; performance ${of}`;
    assert.equal(
      ended(() => alike),
      pass('was compared'),
    );
    assert.equal(
      ended(() => open),
      pass('is not decided'),
    );
    assert.equal(
      ended(({ metric }) => (metric.startsWith('cpu') ? alike : open)),
      pass('is decided in 1 of 2 questions'),
    );
    assert.equal(
      ended(() => ({ kind: 'floor' })),
      pass('was not compared'),
    );
  });

  it('does not end by what no attack did where one broke through and nothing was to fail for it', () => {
    const { run } = failedResults;
    assert.match(print({ ...failedResults, run: { ...run, exit: { code: 0, reasons: [] } } }), /\nexit 0\n$/);
  });

  it('names no default where one scheme alone was tried', () => {
    const alone = { ...fullResults, schemes: fullResults.schemes.slice(0, 1) };
    assert.doesNotMatch(print(alone), /by default/);
  });

  it('leaves a round that was disturbed out of what a scheme came to', () => {
    const disturbing = fullResults.samples
      .filter(({ metric, scheme, round }) => metric === 'cpu.servers' && scheme === 'jwt' && round > 4)
      .map((one) => ({ ...one, metric: 'machine.foreign', unit: 'count', value: 1.5 }));
    const samples = [
      ...fullResults.samples.map((one) =>
        one.metric === 'cpu.servers' && one.scheme === 'jwt' && one.round > 4 ? { ...one, value: 900 } : one,
      ),
      ...disturbing,
    ];
    assert.match(print({ ...fullResults, samples }), /jwt: 115 µs, 38 % less than session/);
  });

  it('shows no ratio that has no interval', () => {
    const comparisons = fullResults.comparisons.map((one) => ({ ...one, ciLow: null, ciHigh: null }));
    assert.doesNotMatch(print({ ...fullResults, comparisons }), /0\.623 {2}|better/);
  });

  it('names each failure and its source line', () => {
    assert.match(
      print(failedResults),
      /x FAILED replay-after-logout on session \(high\): the attack broke through\. 40\s+of 40/,
    );
    assert.match(print(failedResults), /scenarios\/attacks\/revocation\/replay-after-logout\.ts:24/);
  });

  it('says once why several attacks have no verdict', () => {
    const open = { ...failedResults.attacks[0]!, scheme: 'shop', outcome: 'not-run' as const, asExpected: null };
    const attacks = ['log-leak', 'login-csrf', 'xss-token-theft'].map((id, i) => ({
      ...open,
      id,
      because: i === 0 ? 'it reaches behind HTTP' : 'it is played in a browser',
    }));
    assert.match(
      print({ ...failedResults, attacks }),
      /^ {2}\? log-leak on shop: not-run\. It reaches behind HTTP\.\n {2}\? login-csrf and xss-token-theft on shop: not-run\. It is played in a browser\.$/m,
    );
  });

  it('lists what the owner of a server should fix first', () => {
    const fix = {
      scheme: 'shop',
      severity: 'high' as const,
      fix: 'Make a new session at every login.',
      because: 'kept',
    };
    const fixFirst = [{ ...fix, against: ['standard' as const], references: [], evidence: [] }];
    assert.match(
      print({ ...failedResults, fixFirst }),
      /^What to fix first\n {2}1\. Make a new session at every login\. \(shop, high\)$/m,
    );
  });

  it('holds 80 columns', () => {
    for (const results of [emptyResults, failedResults, fullResults, incompleteResults])
      for (const line of print(results).split('\n')) assert.ok(line.length <= 80, line);
  });

  it('says the same without colour', () => {
    const colour = { ...process.env };
    try {
      process.env.FORCE_COLOR = '1';
      const coloured = terminal.print(failedResults, { path: 'p' });
      delete process.env.FORCE_COLOR;
      process.env.NO_COLOR = '1';
      const plain = terminal.print(failedResults, { path: 'p' });
      assert.ok(!plain.includes('\u001b'));
      assert.equal(stripVTControlCharacters(coloured), plain);
    } finally {
      process.env = colour;
    }
  });
});
