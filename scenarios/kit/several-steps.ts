import type { StepName, Traits } from '../../servers/scheme.ts';
import type { LoadScenario } from '../kinds/load.ts';
import authenticatedRead from '../load/authenticated-read.ts';
import login from '../load/login.ts';
import refresh from '../load/refresh.ts';

/** What a user does when its access ends: a session slides by itself, and without a rotation there is a new login. */
export function renewalOf({ renewal }: Traits): StepName {
  const steps = { none: 'login', sliding: 'me', rotation: 'refresh', unrotated: 'refresh' } as const;
  return steps[renewal];
}

/** In a mix, an answer is judged as it is where its step is all there is. */
export const checkStep: LoadScenario['check'] = (reply, user, step, name) => {
  if (name === 'logout') return step.ok.includes(reply.status) ? undefined : `status ${reply.status}`;
  if (name === 'login') return login.check(reply, user, step);
  return name === 'refresh' ? refresh.check(reply, user, step) : authenticatedRead.check(reply, user, step);
};
