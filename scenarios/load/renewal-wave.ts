import type { LoadScenario } from '../kinds/load.ts';
import { checkStep, renewalOf } from '../kit/several-steps.ts';

export default {
  kind: 'load',
  id: 'renewal-wave',
  title: 'A wave of renewals',
  question: 'What if all access ends at once, and every user renews before the next four reads?',
  signedIn: true,
  saturate: false,
  step: 'me',
  perUser: 1,
  cycle: { together: true, steps: (traits) => [renewalOf(traits), 'me', 'me', 'me', 'me'] },
  appliesTo: () => true,
  check: checkStep,
} satisfies LoadScenario;
