import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Attack } from '../../scenarios/kinds/attack.ts';
import type { Needs } from '../../scenarios/kinds/scenario.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import type { Weakness } from '../../servers/weakness.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import type { AttackCell } from '../plan/plan.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import { isWaiting, planLaunches } from './launches.ts';

const jwt = ownTarget(jwtScheme);
const session = ownTarget(sessionScheme);

const weak = { id: 'weak', appliesTo: () => true } as unknown as Weakness;
const plan = (...cells: readonly AttackCell[]) => planLaunches(cells, new Map([[weak.id, weak]]));
const told = (launches: ReturnType<typeof plan>) =>
  launches.map(({ options, trials }) => [
    options.scheme.id,
    options.weakness,
    options.hosted,
    trials.map(({ cell }) => cell.attack.id),
  ]);

describe('the launches of a plan', () => {
  it('are shared by attacks that want the same server, and by no others', () => {
    const launches = plan(cell('a'), cell('b'), cell('c', { settings: { accessMs: 2_000 } }), cell('a', {}, session));
    assert.deepEqual(told(launches), [
      ['jwt', undefined, true, ['c']],
      ['jwt', 'weak', true, ['c']],
      ['jwt', undefined, true, ['a', 'b']],
      ['jwt', 'weak', true, ['a', 'b']],
      ['session', undefined, true, ['a']],
      ['session', 'weak', true, ['a']],
    ]);
  });

  it('are shared where a setting that is asked for means nothing to the scheme', () => {
    const launches = plan(cell('a', {}, session), cell('b', { settings: { lagMs: 1 } }, session));
    assert.deepEqual(told(launches), [
      ['session', undefined, true, ['a', 'b']],
      ['session', 'weak', true, ['a', 'b']],
    ]);
  });

  it('give a process of its own to what disturbs others, and to what reaches more than HTTP and the data behind it', () => {
    const hosted = (needs: Needs) => plan(cell('a', needs))[0]?.options.hosted;
    assert.equal(hosted({ hooks: ['effects', 'mint', 'readStore', 'storeCommands', 'browser', 'verifyingKey'] }), true);
    assert.equal(hosted({ alone: 'server', hooks: ['restoreStore', 'killStore'] }), true);
    assert.equal(hosted({ alone: 'process' }), false);
    assert.equal(hosted({ alone: 'machine' }), false);
    for (const hook of ['logs', 'kill', 'join', 'joinSkewed', 'freeze', 'freezeStore', 'slowStore'] as const)
      assert.equal(hosted({ hooks: ['effects', hook] }), false, hook);
  });

  it('have clocks that can be moved where an attack needs that of ours, in processes of their own', () => {
    const [moved, other] = plan(cell('a', { hooksOfOurs: ['advance'] }), cell('b')).filter(
      ({ options }) => !options.weakness,
    );
    assert.deepEqual([moved?.options.movable, moved?.options.hosted], [true, false]);
    assert.deepEqual([other?.options.movable, other?.options.hosted], [undefined, true]);
  });

  it('begin with what waits for more than a lifetime, and in them the attack that does', () => {
    const launches = plan(cell('a'), cell('old', { waitMs: 9_000 }), cell('short', { settings: { accessMs: 1_000 } }));
    assert.deepEqual(
      told(launches).map(([, weakness, , trials]) => [weakness, trials]),
      [
        [undefined, ['old', 'a']],
        ['weak', ['old', 'a']],
        [undefined, ['short']],
        ['weak', ['short']],
      ],
    );
  });

  it('put the longest wait first, and tell those that mostly wait', () => {
    const waiting = (id: string, ms: number) => cell(id, { settings: { accessMs: ms } });
    const launches = plan(cell('works'), waiting('short', 1_000), waiting('long', 3_000));
    assert.deepEqual(
      launches.filter(({ options }) => !options.weakness).map((one) => [one.trials[0]?.cell.attack.id, isWaiting(one)]),
      [
        ['long', true],
        ['short', true],
        ['works', false],
      ],
    );
  });
});

function cell(id: string, needs?: Needs, scheme: AttackCell['scheme'] = jwt): AttackCell {
  const attack = { id, controls: [weak.id], appliesTo: () => true, ...(needs && { needs }) } as unknown as Attack;
  return { ...cellSpec({ kind: 'attack', scenario: id, scheme: scheme.id }), attack, scheme };
}
