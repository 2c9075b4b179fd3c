import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from '../../scenarios/attacks/revocation/replay-after-logout.ts';
import type { Judgement } from '../../scenarios/kinds/attack.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import type { Weakness } from '../../servers/weakness.ts';
import weakness from '../../servers/weaknesses/session/logout-clears-cookie-only.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import { judgeCell, notRun, type Tried } from './attack.ts';

const session = ownTarget(sessionScheme);

const cell = {
  kind: 'attack',
  id: 'attack/replay-after-logout/session',
  attack,
  scheme: session,
} as unknown as Tried['cell'];

function trial(outcome: Judgement['outcome'], weakened?: Weakness): Tried {
  const evidence = {
    id: 'e',
    cell: { kind: 'attack' as const, scenario: 'e', scheme: 'session' },
    title: '',
    scheme: 'session',
    startedAt: '',
    durationMs: 1,
    facts: {},
    transcript: [],
  };
  return {
    cell,
    on: cell.scheme,
    weakness: weakened,
    judgement: { outcome, because: 'so it was' },
    evidence,
  };
}

const resultOf = (outcome: ReturnType<typeof judgeCell>) => outcome.part.attacks?.[0];

describe('the result of an attack', () => {
  it('is the outcome on the reference server, where the weakened one fell', () => {
    const result = resultOf(judgeCell(cell, [trial('blocked'), trial('succeeded', weakness)]));
    assert.deepEqual([result?.outcome, result?.asExpected, result?.control.beaten], ['blocked', true, true]);
  });

  it('is none where the weakened one held', () => {
    const result = resultOf(judgeCell(cell, [trial('blocked'), trial('blocked', weakness)]));
    assert.deepEqual([result?.outcome, result?.asExpected], ['inconclusive', null]);
  });

  it('tells of the weakened servers in the order of the attack, whichever fell first', () => {
    const several = { ...cell, attack: { ...attack, controls: ['one', 'other'] } };
    const on = (id: string) => trial('succeeded', { ...weakness, id });
    const outcome = judgeCell(several, [on('other'), trial('blocked'), on('one')]);
    assert.equal(resultOf(outcome)?.control.id, 'one, other');
  });

  it('names the line that the weakened server lacks, and the traits where nothing was tried', () => {
    const result = resultOf(judgeCell(cell, [trial('blocked'), trial('succeeded', weakness)]));
    assert.equal(result?.source.file, 'servers/schemes/session.ts');
    const other = resultOf(notRun(cell, 'no browser'));
    assert.equal(other?.source.file, 'servers/schemes/session.ts');
    assert.ok((result?.source.line ?? 0) > (other?.source.line ?? 0) && (other?.source.line ?? 0) > 1);
  });
});
