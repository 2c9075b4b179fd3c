import type { Variation } from '../variation.ts';

export default {
  id: 'store-2ms-away',
  title: 'Store 2 ms away',
  question: 'How far away may the store be before the conclusion changes?',
  choice: 'how far the store is',
  appliesTo: ({ store }) => store === 'every-request',
  store: { rttMs: 2 },
} satisfies Variation;
