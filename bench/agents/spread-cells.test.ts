import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import type { ResultsPart } from '../cells/results-builder.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import type { Plan } from '../plan/plan.ts';
import type { Member } from './member.ts';
import { spreadCells } from './spread-cells.ts';
import type { CellsAnswer, CellsTask } from './task.ts';

const how = { run: 'r1', profile: 'quick', schemes: ['session', 'jwt'], suites: ['security'], seed: 3, store: 'auto' };

/** An attack of each name on both schemes, and a lifecycle scenario that has the machine for itself. */
function planOf(...attacks: string[]): Plan {
  const cells = attacks.flatMap((id) =>
    how.schemes.map((scheme) => ({ ...cellSpec({ kind: 'attack', scenario: id, scheme }), attack: { id } })),
  );
  const alone = { id: 'timed', needs: { alone: 'machine' } };
  const lifecycle = [{ ...cellSpec({ kind: 'lifecycle', scenario: 'timed', scheme: 'jwt' }), scenario: alone }];
  return { attacks: cells, scaling: [], faults: [], lifecycle } as unknown as Plan;
}

/** What a sound run of those scenarios leaves. */
function ran(scenarios: readonly string[]): CellsAnswer {
  const [attack] = fullResults.attacks;
  const facts = scenarios.flatMap((scenario) =>
    how.schemes.map((scheme) => ({ kind: 'attack' as const, scenario, scheme })),
  );
  return {
    cells: facts.map((one) => ({ ...one, id: cellSpec(one).id, state: 'done', durationMs: 5 })),
    attacks: facts.map(({ scenario, scheme }) => ({ ...(attack as NonNullable<typeof attack>), id: scenario, scheme })),
    ...{ samples: [], scaling: [], evidence: [] },
  };
}

/** @param answer of a member to each share of scenarios */
async function spread(plan: Plan, answers: Record<string, (task: CellsTask) => Promise<unknown>>) {
  const [hard, soft] = [new AbortController(), new AbortController()];
  const [added, said, asked, counts] = [[] as ResultsPart[], [] as string[], [] as string[][], {} as Counts];
  const members = Object.entries(answers).map(([name, answer]) => ({
    card: { name },
    ask: (task: CellsTask) => {
      asked.push([name, ...task.scenarios]);
      return answer(task);
    },
  }));
  const progress = { say: (text: string) => said.push(text), cellStarted() {}, cellEnded() {}, cellDone() {} };
  const left = await spreadCells(plan, { ...how, mostMs: Number.POSITIVE_INFINITY }, {
    roster: { of: () => members as unknown as Member[] },
    account: {
      ran(name: string, cells: number) {
        counts[name] = (counts[name] ?? 0) + cells;
      },
    },
    builder: { add: async (part: ResultsPart) => void added.push(part) },
    progress,
    stop: { hard: hard.signal, soft: soft.signal },
  } as unknown as Parameters<typeof spreadCells>[2]);
  const cells = added.flatMap(({ cells = [] }) => cells.map(({ id }) => id)).sort();
  return { asked, said, counts, cells, left: [...left.attacks, ...left.lifecycle].map(({ id }) => id) };
}
type Counts = Record<string, number>;

describe('scenarios that agents run', () => {
  it('are dealt out in shares, each cell of them is kept once, and what needs the machine alone is left', async () => {
    const soundly = async ({ scenarios }: CellsTask) => ran(scenarios);
    const { asked, cells, left, counts } = await spread(planOf('a', 'b', 'c', 'd', 'e'), { a1: soundly, a2: soundly });
    assert.deepEqual(asked.map(([, ...share]) => share.join('')).sort(), ['ae', 'b', 'c', 'd']);
    assert.deepEqual(
      cells,
      ['a', 'b', 'c', 'd', 'e'].flatMap((id) => [`${id}/jwt`, `${id}/session`]),
    );
    assert.deepEqual([left, (counts.a1 ?? 0) + (counts.a2 ?? 0)], [['timed/jwt'], 10]);
  });

  it('are left to this machine where an agent could not run all cells of one, and none of it is kept twice', async () => {
    const withoutBrowser = async ({ scenarios }: CellsTask): Promise<CellsAnswer> => {
      const all = ran(scenarios);
      return { ...all, cells: all.cells.map((cell) => (cell.id === 'b/jwt' ? { ...cell, state: 'not-run' } : cell)) };
    };
    const { cells, left } = await spread(planOf('a', 'b'), { a1: withoutBrowser });
    assert.deepEqual(
      [cells, left],
      [
        ['a/jwt', 'a/session'],
        ['b/session', 'b/jwt', 'timed/jwt'],
      ],
    );
  });

  it('go to another agent where one is lost, and to this machine where nobody is left', async () => {
    const lost = () => Promise.reject(new Error('nothing was heard of it for 4 s'));
    const soundly = async ({ scenarios }: CellsTask) => ran(scenarios);
    const one = await spread(planOf('a', 'b', 'c', 'd'), { a1: lost, a2: soundly });
    assert.deepEqual([one.left, one.counts], [['timed/jwt'], { a2: 8 }]);
    assert.ok(
      one.said.includes('agents     a1 runs no more scenarios: nothing was heard of it for 4 s'),
      one.said.join(),
    );
    const all = await spread(planOf('a'), { a1: lost, a2: lost });
    assert.deepEqual([all.cells, all.left], [[], ['a/session', 'a/jwt', 'timed/jwt']]);
  });

  it('are not kept where an answer is no results', async () => {
    const { cells, left, said } = await spread(planOf('a'), { a1: async () => ({ cells: [{ id: 'a/jwt' }] }) });
    assert.deepEqual([cells, left.length, said.length], [[], 3, 2]);
  });
});
