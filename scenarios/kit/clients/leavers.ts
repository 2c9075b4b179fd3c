import type { Stage } from '../../stage.ts';
import { type Bad, whatEnded } from './population.ts';
import { redeem } from './renewal.ts';

/** Of each kind, with the accounts of the background traffic. */
const each = 4;

/**
 * Signs users in who are about to leave traces that the store alone keeps: some log out, some use their refresh token,
 * where there is one. Leaving returns what must be refused from then on, of which nothing was presented since.
 * @throws when a logout or a renewal is refused.
 */
export async function signInLeavers(stage: Stage): Promise<() => Promise<Bad[]>> {
  const { steps } = stage.target.protocol;
  const signIns = () => Promise.all(Array.from({ length: each }, (_, i) => stage.signIn(stage.user(i))));
  const quitters = await signIns();
  const renewers = steps.refresh ? await signIns() : [];
  return async () => {
    const bad: Bad[] = [];
    for (const as of quitters) {
      const { status } = await stage.perform('logout', { as });
      if (!steps.logout?.ok.includes(status)) throw new Error(`a logout was answered ${status}`);
      bad.push(...whatEnded(stage, as));
    }
    for (const credential of renewers) {
      if (!(await redeem(stage, credential))) throw new Error('a renewal was refused');
      bad.push({ credential, step: 'refresh' });
    }
    return bad;
  };
}
