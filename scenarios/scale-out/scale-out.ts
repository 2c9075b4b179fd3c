import type { ScaleOutScenario } from '../kinds/scale-out.ts';
import authenticatedRead from '../load/authenticated-read.ts';

export default {
  kind: 'scale-out',
  id: 'scale-out',
  title: 'More and more instances',
  question: 'How does the number of requests per second grow with instances, and what ends that growth?',
  load: authenticatedRead,
  measured: [1, 2, 4, 8],
  heldOut: [3, 6],
  storeEndsAt: 4,
  appliesTo: () => true,
} satisfies ScaleOutScenario;
