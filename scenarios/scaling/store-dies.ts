import type { ScalingScenario } from '../kinds/scaling.ts';
import { countThrough } from '../kit/clients/population.ts';

export default {
  kind: 'scaling',
  id: 'store-dies',
  title: 'The shared store is killed',
  question: 'What still works without the store, and does anything bad get in?',
  event: 'store-dies',
  appliesTo: ({ store }) => store !== 'never' || 'the scheme has no store that could die',
  appliesToMode: (mode) => mode === 'shared' || 'there is no shared store',
  run: (stage) =>
    countThrough(stage, async () => {
      if (!stage.hooks.killStore) throw new Error('the target offers no way to kill its store');
      await stage.hooks.killStore();
      return stage.target.instances;
    }),
} satisfies ScalingScenario;
