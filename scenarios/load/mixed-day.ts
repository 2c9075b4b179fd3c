import type { LoadScenario } from '../kinds/load.ts';
import { checkStep, renewalOf } from '../kit/several-steps.ts';

/** Between two requests of somebody at work. */
const thinkMs = 30_000;
const dayMs = 8 * 3_600_000;

export default {
  kind: 'load',
  id: 'mixed-day',
  title: 'A mixed day',
  question:
    'What does a request cost over a working day of logins, reads every 30 s, renewals as they fall due, logouts?',
  signedIn: true,
  saturate: false,
  step: 'me',
  perUser: 1,
  cycle: {
    together: false,
    steps: (traits, { accessMs }) => [
      'login',
      ...Array.from({ length: dayMs / thinkMs }, (_, i) =>
        (i + 1) % Math.round(accessMs / thinkMs) === 0 ? renewalOf(traits) : 'me',
      ),
      'logout',
    ],
  },
  appliesTo: () => true,
  check: checkStep,
} satisfies LoadScenario;
