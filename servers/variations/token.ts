import type { Variation } from '../variation.ts';

export default (['RS256', 'ES256', 'EdDSA'] as const).map(
  (algorithm): Variation => ({
    id: `token-${algorithm.toLowerCase()}`,
    title: algorithm,
    question: 'What does a public key cost that verifiers elsewhere can be given?',
    choice: 'which algorithm signs',
    appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
    settings: { algorithm },
  }),
);
