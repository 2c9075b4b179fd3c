import { applicationSteps } from '../../../servers/protocol.ts';
import type { Target } from '../target.ts';
import { ownTarget } from './own-target.ts';

/** The arm below all others: the same application, asked by nobody in particular. It is a measure, not a choice. */
export const floorTarget: Target = ownTarget({
  id: 'floor',
  title: 'No authentication',
  summary: 'What a request costs in this application before anybody asks who makes it.',
  traits: {
    transport: 'bearer',
    ambient: 'never',
    credential: 'self-contained',
    renewal: 'none',
    revocation: 'immediate',
    store: 'never',
  },
  protocol: { credentials: {}, steps: applicationSteps([]) },
});
