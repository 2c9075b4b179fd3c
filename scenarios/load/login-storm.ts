import type { LoadScenario } from '../kinds/load.ts';
import { checkStep } from '../kit/several-steps.ts';

export default {
  kind: 'load',
  id: 'login-storm',
  title: 'A storm of logins',
  question:
    'What if everybody signs in at once, as after an outage, and then reads twice, while ever more of them come?',
  signedIn: false,
  saturate: false,
  step: 'login',
  perUser: 1,
  // those who come first tell the others
  ramp: { from: 0.25, to: 1.75 },
  cycle: { together: true, steps: () => ['login', 'me', 'me'] },
  appliesTo: () => true,
  check: checkStep,
} satisfies LoadScenario;
