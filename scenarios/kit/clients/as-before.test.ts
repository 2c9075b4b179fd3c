import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { How, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { enabledAsBefore, passwordAsBefore } from './as-before.ts';

const ann: User = { id: 'ann', username: 'ann', password: 'first' };
const root: User = { id: 'root', username: 'root', password: 'r' };

/** @param refuses steps that change nothing */
function changed(refuses: readonly string[], steps: readonly string[]) {
  const state = { password: 'second', disabled: true };
  const asked: string[] = [];
  const perform = async (step: string, { values = {} }: How = {}) => {
    asked.push(step);
    const isRight = values.username === 'root' || (values.username === 'ann' && values.password === state.password);
    if (step === 'login') {
      const open = values.username === 'root' || !state.disabled;
      return isRight && open ? { status: 200, credential: { name: values.username } } : { status: 401, credential: {} };
    }
    if (refuses.includes(step)) return { status: 422, credential: {} };
    if (step === 'enable' || step === 'reset') state.disabled = false;
    if (step === 'password') state.password = values.next ?? '';
    if (step === 'reset') state.password = 'first';
    return { status: 204, credential: {} };
  };
  const protocol = { steps: { login: { ok: [200] }, ...Object.fromEntries(steps.map((name) => [name, {}])) } };
  const whoAmI = async ({ name }: { name?: string }) => name;
  return { state, asked, stage: { perform, whoAmI, admin: root, target: { protocol } } as unknown as Stage };
}

describe('an account as it was before', () => {
  it('has its password again', async () => {
    const { stage, state, asked } = changed([], ['password']);
    state.disabled = false;
    await passwordAsBefore(stage, ann, 'second');
    assert.deepEqual(asked, ['login', 'password', 'login']);
  });

  it('is let in by an administrator who signs in anew', async () => {
    const { stage, state } = changed([], ['enable']);
    state.password = 'first';
    await enabledAsBefore(stage, ann);
    assert.equal(state.disabled, false);
  });

  it('is reset where no step undoes it, or that step is refused', async () => {
    const without = changed([], ['reset']);
    await enabledAsBefore(without.stage, ann);
    assert.deepEqual(without.asked, ['login', 'reset', 'login']);
    const refused = changed(['password'], ['password', 'reset']);
    await passwordAsBefore(refused.stage, ann, 'second');
    assert.equal(refused.asked.at(-2), 'reset');
  });

  it('is told of where nothing brings it back', async () => {
    await assert.rejects(passwordAsBefore(changed(['password'], ['password']).stage, ann, 'second'), {
      message: 'account ann is not as it was before its password was changed: the step back was answered 422',
    });
  });
});
