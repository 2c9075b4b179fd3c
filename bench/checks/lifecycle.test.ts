import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LifecycleScenario } from '../../scenarios/kinds/lifecycle.ts';
import type { Needs } from '../../scenarios/kinds/scenario.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import type { LifecycleCell } from '../plan/plan.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { Target } from '../targets/target.ts';
import { byServer } from './lifecycle.ts';

const jwt = ownTarget(jwtScheme);
const session = ownTarget(sessionScheme);

function cell(id: string, scheme: Target, needs: Needs = {}): LifecycleCell {
  const scenario: LifecycleScenario = {
    ...{ kind: 'lifecycle' as const, id, title: '', question: '', needs },
    appliesTo: () => true,
    run: async () => ({ measures: {}, facts: {} }),
  };
  return { ...cellSpec({ kind: 'lifecycle', scenario: id, scheme: scheme.id }), scenario, scheme };
}

describe('lifecycle cells', () => {
  it('share a server where they want the same one', () => {
    const groups = byServer([
      cell('a', session),
      cell('b', jwt),
      cell('c', session, { hooks: ['effects'] }),
      cell('d', session, { instances: 2 }),
      cell('e', session, { settings: { accessMs: 2_000 } }),
      cell('f', session, { alone: 'process' }),
    ]);
    assert.deepEqual(
      groups.map((cells) => cells.map(({ id }) => id)),
      [['a/session', 'c/session'], ['b/jwt'], ['d/session'], ['e/session'], ['f/session']],
    );
  });
});
