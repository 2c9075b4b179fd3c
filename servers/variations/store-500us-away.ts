import type { Variation } from '../variation.ts';

export default {
  id: 'store-500us-away',
  title: 'Store 0.5 ms away',
  question: 'How far away may the store be before the conclusion changes?',
  choice: 'how far the store is',
  appliesTo: ({ store }) => store === 'every-request',
  store: { rttMs: 0.5 },
} satisfies Variation;
