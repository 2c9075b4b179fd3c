import type { Variation } from '../variation.ts';

export default {
  id: 'token-rs256',
  title: 'RS256',
  question: 'What does a public key cost that verifiers elsewhere can be given?',
  choice: 'which algorithm signs',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  settings: { algorithm: 'RS256' },
} satisfies Variation;
