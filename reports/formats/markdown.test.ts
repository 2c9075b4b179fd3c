import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyResults, failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import markdown from './markdown.ts';

const write = (results: Results) => markdown.files['summary.md'](results);

describe('markdown', () => {
  it('starts with the state, then the answer', () => {
    assert.deepEqual(write(emptyResults).split('\n').slice(0, 3), [
      '# Sessions or JWT?',
      '',
      '**incomplete** · exit 69: no store could be started · profile quick · not finished · store none (none) · run 20261123T140000Z-1a2b3c4 · authbench 0.1.0',
    ]);
    assert.match(write(fullResults), /\n\n1\. An authenticated read costs jwt 0\.623 times/);
  });

  it('puts what decides on top, then what failed, then what changed in three lines, and folds the rest', () => {
    const text = write(failedResults);
    const places = [
      '| if this decides | take | ruled out |',
      '- **Replay after logout on session**',
      '- Security since',
      '\n1. ',
      '<details>',
    ];
    const at = places.map((part) => text.indexOf(part));
    assert.ok(
      at.every((place) => place >= 0),
      String(at),
    );
    assert.deepEqual(
      at,
      at.toSorted((a, b) => a - b),
    );
    const [, , diff = ''] = text.match(/(^|\n)((?:- (?:Security since|Figures|Claims).*\n?){3})/) ?? [];
    assert.equal(diff.trim().split('\n').length, 3);
  });

  it('lists what breaks a requirement, with its level', () => {
    assert.match(write(fullResults), /\| ASVS 7\.4\.1 \(level 1\) \| jwt \| Replay after logout: /);
  });

  it('gives the exit code alone where there is no reason', () => {
    const { run } = fullResults;
    const text = write({ ...fullResults, run: { ...run, exit: { code: 0, reasons: [] } } });
    assert.match(text, /\*\*complete\*\* · exit 0 · profile /);
  });

  it('shows each attack in a row and each failure with its source', () => {
    const text = write(failedResults);
    assert.ok(
      text.includes(
        '| Replay after logout | **FAILED: succeeded** | window: up to 15 min (tested: 2.74 s of 3 s) | window: up to 60 s (tested: 2.18 s of 3 s) |',
      ),
    );
    assert.ok(text.includes('`scenarios/attacks/revocation/replay-after-logout.ts:24`'));
  });

  it('holds each reference server against the limit over its own libraries', () => {
    const [one] = fullResults.comparisons;
    assert.ok(one);
    const library = { id: 'floor-of-jose', kind: 'sensitivity', title: 'floor-of-jose', question: '', isLibrary: true };
    const floor = {
      ...{ ...one, kind: 'sensitivity' as const, variation: 'floor-of-jose', metric: 'cpu.servers' },
      ...{ scheme: 'jwt', reference: 'jwt', ratio: 0.5, ciLow: 0.4, ciHigh: 0.625, rounds: 8 },
    };
    assert.match(
      write({ ...fullResults, scenarios: [library], comparisons: [floor] }),
      /\| jwt \| floor-of-jose \| 2\.00 \\\[1\.60, 2\.50\\\] \| 8 \| over \| the whole interval lies beyond 1\.25 \|/,
    );
    assert.doesNotMatch(write(fullResults), /own libraries/);
  });

  it('says beside each verdict what it is worth for a decision', () => {
    const row = write(fullResults).match(/\| Login \| Server CPU per request \| jwt \|.*/)?.[0];
    assert.match(row ?? '', /\| equivalent \| at most 4 % apart: too little to decide an architecture \|/);
  });

  it('says what the page says: titles for ids, its words for verdicts, and durations', () => {
    const text = write({
      ...failedResults,
      requirements: failedResults.requirements?.map((one) => ({
        ...one,
        because: 'access token: 2764 ms of 3000 ms; 0.37 ms each',
      })),
    });
    for (const row of [
      '| Session fixation | blocked | no such surface | cannot tell |',
      '| Unsigned and altered tokens | no such surface | **FAILED: blocked by a crash** | blocked |',
      '| Logout undone by a late response | blocked | no such surface | not run |',
      '| Authenticated read | Latency, 99th percentile | session | itself, measured twice | 1.02 \\[0.884, 1.17\\] | 8 | cannot tell | – | the interval is wider than the margin; about 14 more rounds would settle it |',
      '| session | own memory, sticky routing | 2 | an instance dies | 1,200 | 296 | 14 | 51 of 100 | 0 of 0 | – |',
      '| The identifier reveals nothing. | session | cannot tell | Entropy was not sampled in this profile. |  |  |',
      '| ASVS 7.4.1 (level 1) | jwt | access token: 2.76 s of 3 s; 0.37 ms each |',
      '- Figures: 1 worse (Server CPU per request of session in Authenticated read), 0 better, 1 of 4 cannot be told.',
    ])
      assert.ok(text.split('\n').includes(row), row);
    const tables = text.split('\n').filter((line) => line.startsWith('| '));
    const raw = /\| (?:inconclusive|not-run|not-applicable|blocked-by-crash|[a-z]+\.[a-z0-9.]+|own-memory) \|/;
    assert.deepEqual(
      tables.filter((line) => raw.test(line)),
      [],
    );
  });

  it('lets no text break a table, make markup or call a person', () => {
    const measured = 'a | b\n<img src=x> *c* `d` @octocat [e](http://f)';
    const text = write({ ...fullResults, claims: [{ ...fullResults.claims[0]!, measured }] });
    assert.ok(text.includes('| a \\| b &lt;img src=x&gt; \\*c\\* \\`d\\` @\u200boctocat \\[e\\](http://f) |'));
  });

  it('leaves out whole sections beyond 60 KB, and names them', () => {
    const comparisons = Array.from({ length: 2_000 }, () => fullResults.comparisons[0]!);
    const text = write({ ...fullResults, comparisons });
    assert.ok(Buffer.byteLength(text) <= 60_000);
    assert.doesNotMatch(text, /<summary>Comparisons/);
    assert.match(text, /<summary>Scaling/);
    assert.match(text, /_Left out to stay below 60 KB: Comparisons\. All of it is in `index\.html`\._\n$/);
  });
});
