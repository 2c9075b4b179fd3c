import type { ScalingScenario } from '../kinds/scaling.ts';
import { countThrough } from '../kit/clients/population.ts';

export default {
  kind: 'scaling',
  id: 'instance-joins',
  title: 'One instance is added',
  question: 'Is a new instance of use to users who are already signed in?',
  event: 'instance-joins',
  appliesTo: () => true,
  appliesToMode: () => true,
  run: (stage) =>
    countThrough(stage, async () => {
      if (!stage.hooks.join) throw new Error('the target offers no way to add an instance');
      await stage.hooks.join();
      return stage.target.instances + 1;
    }),
} satisfies ScalingScenario;
