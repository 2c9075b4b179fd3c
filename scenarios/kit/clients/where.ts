import type { Traits } from '../../../servers/scheme.ts';
import type { ScalingMode } from '../../kinds/scaling.ts';

/** For faults of the shared store. */
export const onStore = {
  appliesTo: ({ store }: Traits) => store !== 'never' || 'the scheme has no store that could fail',
  appliesToMode: (mode: ScalingMode) => mode === 'shared' || 'there is no shared store',
} as const;

/** For faults of an instance: with memory of its own behind round-robin, requests are refused without any fault. */
export const onInstance = {
  appliesTo: (): true => true,
  appliesToMode: (mode: ScalingMode) => mode !== 'own-memory' || 'requests are refused there without any fault',
} as const;
