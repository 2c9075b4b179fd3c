import type { StepName } from '../../servers/scheme.ts';
import type { DemandScenario, SteppedLoad } from '../kinds/demand.ts';
import { renewalOf } from '../kit/several-steps.ts';
import mixedDay from '../load/mixed-day.ts';

const read: SteppedLoad = { id: 'read', steps: () => ['me'] };
const reads = Array.from({ length: 18 }, (): StepName => 'me');

export default {
  kind: 'demand',
  id: 'demand',
  title: 'What a request takes, over the rate',
  question: 'What does each step of a sign-in take of servers, store and network, from a tenth of their capacity on?',
  load: mixedDay,
  loads: [
    read,
    { id: 'login', steps: () => ['login'] },
    // what else renews a sign-in is one of the others
    { id: 'renewal', steps: (traits) => (renewalOf(traits) === 'refresh' ? ['refresh'] : []) },
    // nobody logs out who did not log in: what a logout takes is what this takes beyond logins
    { id: 'login-and-logout', steps: () => ['login', 'logout'] },
  ],
  shares: [0.1, 0.2, 0.35, 0.55, 0.8],
  heldOut: [
    { load: read, shares: [0.27, 0.65] },
    {
      load: {
        id: 'short-visits',
        steps: (traits) => ['login', ...reads, renewalOf(traits), ...reads, renewalOf(traits), 'logout'],
      },
      shares: [0.4],
    },
  ],
  passwordCost: 4,
  appliesTo: () => true,
} satisfies DemandScenario;
