import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { isCookie } from '../kit/clients/client-kept.ts';

export default {
  kind: 'lifecycle',
  id: 'client-steps',
  title: 'What client code has to do itself',
  question: 'How much of staying signed in does a browser do, and how much is left to code?',
  appliesTo: () => true,
  async run({ target: { protocol } }) {
    const { credentials, steps } = protocol;
    const specs = Object.values(credentials);
    const byHand = steps.me.carries.filter((name) => !isCookie(credentials[name]));
    const kept = specs.filter((spec) => !isCookie(spec)).length;
    const further = steps.refresh ? 1 : 0;
    const count = (value: number) => ({ value, unit: 'count' as const });
    return {
      measures: {
        'credentials.kept-by-code': count(kept),
        'credentials.kept-by-browser': count(specs.length - kept),
        'headers.set-by-code': count(byHand.length),
        'steps.renewal': count(further),
        // keep it, send it, and where there is a renewal: notice the refusal, renew, ask again
        'duties.of-code': count(kept + byHand.length + 3 * further),
      },
      facts: { credentials: Object.keys(credentials), setByCode: byHand },
    };
  },
} satisfies LifecycleScenario;
