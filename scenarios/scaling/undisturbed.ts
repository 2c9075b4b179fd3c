import { countThrough } from '../clients/population.ts';
import type { ScalingScenario } from '../scaling.ts';

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
