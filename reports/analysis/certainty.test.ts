import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import { certaintyOf } from './certainty.ts';
import { performance } from './performance.ts';

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

  it('asks for as many rounds as the answer does, which wait for what is undecided alone', () => {
    const comparisons = fullResults.comparisons.map((one) => {
      if (one.kind !== 'scheme' || one.metric !== 'cpu.servers') return one;
      return one.scheme === 'jwt'
        ? { ...one, verdict: 'better' as const, bound: { low: 0.72, high: 0.89 }, rounds: 8 }
        : { ...one, verdict: 'inconclusive' as const, bound: { low: 0.73, high: 1.08 }, furtherRounds: 2, rounds: 8 };
    });
    const results = { ...fullResults, comparisons };
    const asked = certaintyOf(results).open.find(({ text }) => text.includes('CPU per request'));
    assert.match(asked?.command ?? '', /--rounds \+2$/);
    const [answer] = performance(results);
    assert.ok(answer?.text.includes(asked?.command ?? ''), answer?.text);
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
