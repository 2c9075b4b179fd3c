import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { holdVerifyingKey } from '../kit/tokens/verifier.ts';

export default {
  kind: 'lifecycle',
  id: 'shared-secret-forges',
  title: 'A verifier with the shared secret',
  question: 'What else can a service do that is given the secret to check tokens with?',
  needs: { hooks: ['verifyingKey'], settings: { algorithm: 'HS256' } },
  appliesTo: ({ credential }) => credential === 'self-contained' || 'requests present no signed statement',
  run: holdVerifyingKey,
} satisfies LifecycleScenario;
