import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import { certaintyOf } from './certainty.ts';

describe('what is sure', () => {
  it('names what may be built upon, and the command for what may not', () => {
    const comparisons = fullResults.comparisons.map(({ bound: _, ...one }) => ({
      ...one,
      ...(one.kind === 'scheme' && { verdict: 'invalid' as const }),
    }));
    const { sure, open } = certaintyOf({ ...fullResults, comparisons });
    assert.deepEqual(sure.slice(0, 2), ['6 attacks', 'several instances']);
    assert.equal(open[0]?.command, fullResults.run.command);
    assert.match(open[0]?.text ?? '', /CPU per request/);
  });

  it('tells beside an answer that it is not known to be large enough to decide, with what tells', () => {
    const comparisons = fullResults.comparisons.map((one) =>
      one.kind === 'scheme' && one.metric.startsWith('cpu.')
        ? { ...one, verdict: 'better' as const, bound: { low: 0.7, high: 0.9 }, furtherRounds: 4, rounds: 8 }
        : one,
    );
    const { sure, open } = certaintyOf({ ...fullResults, comparisons });
    assert.ok(sure.includes('who has less CPU per request'), sure.join());
    const edge = open.find(({ text }) => text.startsWith('whether'));
    assert.equal(edge?.text, 'whether CPU per request differs by 25 %');
    assert.match(edge?.command ?? '', /--rounds \+\d+$/);
  });

  it('says that nothing was measured where nothing was', () => {
    const { open } = certaintyOf({ ...fullResults, comparisons: [], samples: [] });
    assert.equal(open[0]?.text, 'cost and speed, which were not measured');
  });

  it('does not say so of a run that measured schemes on other Node.js, or built otherwise', () => {
    const samples = fullResults.samples
      .slice(0, 1)
      .map((one) => ({ ...one, arm: armOf('sensitivity', 'session', 'main') }));
    const { open } = certaintyOf({ ...fullResults, comparisons: [], samples });
    assert.ok(open.every(({ text }) => !text.includes('not measured')));
  });
});
