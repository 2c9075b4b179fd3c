import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { analyse } from './analyse.ts';
import { unmeasured } from './unmeasured.ts';

type Sample = Results['samples'][number];

const lost = (scheme: string, invalidReason: string, change: Partial<Sample> = {}): Sample => ({
  ...{ scenario: 'login', scheme, arm: armOf('load', scheme), round: 1, metric: 'cpu.total', unit: 'us', value: 0 },
  ...{ valid: false, invalidReason },
  ...change,
});
const { scenarios } = fullResults;

describe('what was not measured', () => {
  it('is a scenario of load of which no arm has a figure, with the commonest cause', () => {
    const samples = [lost('session', 'b'), lost('jwt', 'a'), lost('jwt-refresh', 'a')];
    assert.deepEqual(
      unmeasured({ samples, scenarios }).map(({ scenario, because }) => [scenario, because]),
      [['login', 'a']],
    );
  });

  it('is none that has one figure, of which the rate is no part', () => {
    const offered = lost('jwt', '', { metric: 'rate.offered', valid: true });
    assert.equal(unmeasured({ samples: [lost('session', 'a'), offered], scenarios }).length, 1);
    const figure = lost('jwt', '', { metric: 'latency.p50', valid: true });
    assert.deepEqual(unmeasured({ samples: [lost('session', 'a'), figure], scenarios }), []);
  });

  it('is said in the answer of a scheme that did not answer, where others did', () => {
    const figure = lost('jwt', '', { metric: 'errors', unit: 'count', valid: true, place: 2 });
    const samples = [lost('session', 'the target breaks the contract', { place: 1 }), figure];
    const { answer } = analyse({ ...fullResults, samples }, []);
    const texts = answer.map(({ text }) => text).join('\n');
    assert.match(texts, /Login came to nothing on session: the target breaks the contract\./);
  });

  it('is said in the answer', () => {
    const samples = [lost('session', 'no request of the pilot on session was answered in 5 s')];
    const { answer } = analyse({ ...fullResults, samples }, []);
    const texts = answer.map(({ text }) => text).join('\n');
    assert.match(texts, /Login could not be measured: no request of the pilot on session was answered in 5 s\./);
  });
});
