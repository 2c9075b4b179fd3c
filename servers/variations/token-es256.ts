import type { Variation } from '../variation.ts';

export default {
  id: 'token-es256',
  title: 'ES256',
  question: 'What does a public key cost that verifiers elsewhere can be given?',
  choice: 'which algorithm signs',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  settings: { algorithm: 'ES256' },
} satisfies Variation;
