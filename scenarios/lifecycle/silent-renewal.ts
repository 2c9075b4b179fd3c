import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { visit } from '../kit/clients/visit.ts';
import { median } from '../kit/evidence/median.ts';

const lifetimes = 2;

export default {
  kind: 'lifecycle',
  id: 'silent-renewal',
  title: 'Use beyond the life of an access token',
  question: 'How often must a user log in again while working, and what does a renewal add to a request?',
  needs: { settings: { accessMs: 2_000, toleranceMs: 0 } },
  appliesTo: () => true,
  async run(stage) {
    const forMs = lifetimes * stage.target.settings.accessMs + 100;
    const { requests, failed, logins, renewals, plainMs, renewedMs } = await visit(stage, stage.victim, forMs);
    const added = renewedMs.length === 0 ? 0 : Math.max(0, median(renewedMs) - median(plainMs));
    return {
      measures: {
        'lifetimes.spanned': { value: lifetimes, unit: 'count' },
        'requests.made': { value: requests, unit: 'count' },
        'requests.failed': { value: failed, unit: 'count' },
        'logins.forced': { value: logins, unit: 'count' },
        'renewals.silent': { value: renewals, unit: 'count' },
        'latency.added-by-renewal': { value: added, unit: 'ms' },
      },
      facts: { accessMs: stage.target.settings.accessMs, plainMs: median(plainMs), renewedMs },
    };
  },
} satisfies LifecycleScenario;
