import type { ScalingScenario } from '../kinds/scaling.ts';
import { countThrough } from '../kit/clients/population.ts';

export default {
  kind: 'scaling',
  id: 'instance-dies',
  title: 'One instance is killed',
  question: 'How many users have to log in again when an instance dies?',
  event: 'instance-dies',
  appliesTo: () => true,
  appliesToMode: (_mode, instances) => instances > 1 || 'the only instance: nothing is left to answer',
  run: (stage) =>
    countThrough(stage, async () => {
      if (!stage.hooks.kill) throw new Error('the target offers no way to kill an instance');
      await stage.hooks.kill(stage.target.instances - 1);
      return stage.target.instances - 1;
    }),
} satisfies ScalingScenario;
