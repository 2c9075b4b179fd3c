import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Part } from '../generator/job.ts';
import { openAccount } from './account.ts';
import { thisMachine } from './agent-card.ts';

const card = (name: string) => ({
  ...{ name, id: `${name}-1`, ...thisMachine, cores: 2, serves: '', roles: ['load' as const], targets: [] },
  ...{ clockOffsetMs: 0.12345, roundTripMs: 0.2 },
});
const part = (by: string, change: Partial<Part> = {}): Part => ({
  ...{ by, ports: [], firstDueAtMs: 0, wrong: [] },
  counts: { intended: 50, sent: 50, completed: 49, failed: 1, late: 0, dropped: 0 },
  ...change,
});

describe('the account of agents', () => {
  it('adds up what each did, and how often a block was thrown away for it, whatever the figure in its cause', () => {
    const account = openAccount();
    for (const skewMs of [40, 67.25]) {
      const told = [part('a1'), part('a2', { wrong: ['was overloaded'] })];
      account.block(told);
      const wrong = ['was overloaded', `began ${skewMs} ms too late`];
      account.seen(told, [part('a1', { skewMs: 0 }), part('a2', { skewMs, wrong })]);
    }
    const [, second] = account.facts([card('a1'), card('a2')], [{ name: 'a2', because: 'it was away' }]);
    assert.deepEqual(second, {
      ...{
        name: 'a2',
        host: thisMachine.host,
        node: thisMachine.node,
        cores: 2,
        clockOffsetMs: 0.123,
        roundTripMs: 0.2,
      },
      ...{ blocks: 2, sent: 100, completed: 98, startSkewMs: { p50: 67.25, p99: 67.25, blocks: 2 }, agreement: null },
      ...{
        wrong: [
          { because: 'was overloaded', blocks: 2 },
          { because: 'began … ms too late', blocks: 2 },
        ],
        lost: 'it was away',
      },
    });
  });

  it('adds up cells and instances, and has neither where there were none', () => {
    const account = openAccount();
    account.ran('a1', 3);
    account.ran('a1', 4);
    account.brought('a2', 2);
    account.brought('a2', 1);
    const facts = account.facts([card('a1'), card('a2')], []);
    assert.deepEqual(
      facts.map(({ cells, instances }) => [cells, instances]),
      [
        [7, undefined],
        [undefined, 3],
      ],
    );
  });
});
