import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Results } from '../results/results.ts';
import { qualityOfAgents } from './quality-agents.ts';

type Agent = NonNullable<Results['agents']>[number];

const agent = (name: string, change: Partial<Agent> = {}): Agent => ({
  ...{ name, host: name, node: '20.20.2', cores: 2, clockOffsetMs: 0.1, roundTripMs: 0.2 },
  ...{ blocks: 10, sent: 500, completed: 500, wrong: [], lost: null },
  startSkewMs: { p50: 0.4, p99: 2.1, blocks: 10 },
  agreement: { ratio: 1, low: 0.96, high: 1.05 },
  ...change,
});
const states = (...agents: Agent[]) =>
  Object.fromEntries(qualityOfAgents({ agents }).map(({ id, state }) => [id, state]));

describe('the quality of load from agents', () => {
  it('is good where all were there, began together and find the same', () => {
    assert.deepEqual(states(agent('a1'), agent('a2')), {
      'agents-present': 'ok',
      'agents-start-skew': 'ok',
      'agents-agree': 'ok',
    });
    assert.deepEqual(qualityOfAgents({}), []);
  });

  it('asks how far apart they began of those alone that make load', () => {
    const others = { ...{ blocks: 0, sent: 0, completed: 0 }, startSkewMs: null, agreement: null };
    assert.deepEqual(
      states(agent('a1'), agent('s1', { ...others, instances: 8 }), agent('c1', { ...others, cells: 9 })),
      {
        'agents-present': 'ok',
      },
    );
  });

  it('names whoever was lost, and what blocks were thrown away for', () => {
    const wrong = [{ because: 'began … ms after the first of them', blocks: 3 }];
    const [row] = qualityOfAgents({
      agents: [agent('a1'), agent('a2', { lost: 'nothing was heard of it for 4 s', wrong })],
    });
    assert.equal(
      row?.measured,
      '1 of 2; a2: nothing was heard of it for 4 s; a2 began … ms after the first of them (3)',
    );
    assert.equal(row?.state, 'warning');
  });

  it('fails where one is known to find another server slower, and warns where it may', () => {
    assert.equal(
      states(agent('a1'), agent('a2', { agreement: { ratio: 1.4, low: 1.2, high: 1.6 } }))['agents-agree'],
      'failed',
    );
    assert.equal(
      states(agent('a1'), agent('a2', { agreement: { ratio: 1.1, low: 0.9, high: 1.3 } }))['agents-agree'],
      'warning',
    );
  });

  it('does not know how far apart agents began where the target did not see it', () => {
    assert.equal(
      states(agent('a1', { startSkewMs: null }), agent('a2', { startSkewMs: null }))['agents-start-skew'],
      'unknown',
    );
    assert.equal(
      states(agent('a1'), agent('a2', { startSkewMs: { p50: 1, p99: 9, blocks: 9 } }))['agents-start-skew'],
      'warning',
    );
  });
});
