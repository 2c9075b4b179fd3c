import type { ScalingScenario } from '../kinds/scaling.ts';
import { countThrough } from '../kit/clients/population.ts';

export default {
  kind: 'scaling',
  id: 'undisturbed',
  title: 'Several instances, nothing happens',
  question: 'Which share of the requests of signed-in users is refused only because another instance answers?',
  event: 'none',
  appliesTo: () => true,
  appliesToMode: () => true,
  run: (stage) => countThrough(stage, async () => stage.target.instances),
} satisfies ScalingScenario;
