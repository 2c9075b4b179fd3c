import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { contractRules } from '../../servers/contract/contract.ts';
import { assertContract } from './contract.ts';

describe('the contract', () => {
  const stage = {} as Stage;

  /** A rule that is not answered so many times, and what becomes of it then. */
  function rule(silent: number, problem?: string) {
    let asked = 0;
    const check = async () => {
      asked += 1;
      if (asked <= silent) throw new Unanswered('POST /login', { status: 503 });
      return problem;
    };
    return { rule: { id: 'login', check } as never, asked: () => asked };
  }

  it('is asked again where it had no answer, and held against the target only where it had one', async () => {
    const late = rule(2);
    await assertContract(stage, [late.rule]);
    assert.equal(late.asked(), 3);
    await assert.rejects(assertContract(stage, [rule(2, 'names nobody').rule]), /login: names nobody/);
  });

  it('is not known of a target that never answers', async () => {
    const silent = rule(9);
    await assert.rejects(assertContract(stage, [silent.rule]), Unanswered);
    assert.equal(silent.asked(), 3);
  });

  it('is broken by a target with which no client can go on', async () => {
    const check = async () => {
      throw new Error('login of user-1 answered 200 for user-2');
    };
    const rules = [{ id: 'users-apart', check } as never];
    await assert.rejects(
      assertContract(stage, rules),
      /breaks the contract \(users-apart: login of user-1 answered 200 for user-2\)/,
    );
  });

  it('ends no sign-in of others on the same store, unless all is asked', async () => {
    const signIn = async () => {
      throw new Error('nobody signs in');
    };
    const target = { protocol: { steps: { password: {} } } };
    const silent = { signIn, target, victim: {}, attacker: {} } as unknown as Stage;
    const broken = (rules?: typeof contractRules) =>
      assertContract(silent, rules).then(
        () => '',
        (error: Error) => error.message,
      );
    assert.match(await broken(contractRules), /change-keeps-own: nobody signs in/);
    assert.match(await broken(), /login-names-its-user: nobody signs in/);
    assert.doesNotMatch(await broken(), /change-keeps-own/);
  });
});
