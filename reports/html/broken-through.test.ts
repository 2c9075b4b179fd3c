import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failedResults } from '../results/fixtures/results.ts';
import { brokenThrough } from './broken-through.ts';
import { render } from './markup.ts';

const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/ ([:,.])/g, '$1')
    .replace(/\s+/g, ' ');

describe('what broke a gate', () => {
  it('is told first: how bad, against whom, what was found and what to do', () => {
    const text = textOf(render(brokenThrough(failedResults)));
    assert.match(text, /high session: Replay after logout, the attack broke through\. 40 of 40/);
    assert.match(text, /What to do: [A-Z][^.]+\. Defence: \S+:\d+/);
  });

  it('has the gravest first, and a line for each scheme that let through what it had to refuse', () => {
    const { attacks, scaling, run } = failedResults;
    const [row] = scaling;
    assert.ok(row);
    const grave = attacks.map(
      (attack) => ({ ...attack, severity: attack.scheme === 'jwt' ? 'critical' : 'low' }) as const,
    );
    const letThrough = { ...row, scheme: 'session', mode: 'shared', wronglyAccepted: 4 } as const;
    const text = textOf(
      render(
        brokenThrough({
          ...failedResults,
          attacks: grave,
          scaling: [letThrough, { ...letThrough, instances: 4 }],
          run: {
            ...run,
            exit: { code: 1, reasons: [`${row.scenario} on session, shared × 4: so it was`, 'budget p99 breached'] },
          },
        }),
      ),
    );
    assert.ok(text.indexOf('critical') < text.indexOf('low session'), text);
    assert.match(
      text,
      /session: 8 requests accepted that had to be refused, in 2 tests of scale and failure budget p99/,
    );
    assert.doesNotMatch(text, /so it was/);
  });
});
