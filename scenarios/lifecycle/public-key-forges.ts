import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { holdVerifyingKey } from '../kit/tokens/verifier.ts';

export default {
  kind: 'lifecycle',
  id: 'public-key-forges',
  title: 'A verifier with the public key',
  question: 'Can a service that is given only a public key check tokens, and can it make them?',
  needs: { hooks: ['verifyingKey'], settings: { algorithm: 'ES256' } },
  appliesTo: ({ credential }) => credential === 'self-contained' || 'requests present no signed statement',
  run: holdVerifyingKey,
} satisfies LifecycleScenario;
