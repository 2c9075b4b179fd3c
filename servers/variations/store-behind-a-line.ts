import type { Variation } from '../variation.ts';

export default {
  id: 'store-behind-a-line',
  title: 'Store behind a relay, no delay added',
  question: 'How far away may the store be before the conclusion changes?',
  choice: 'how far the store is',
  appliesTo: ({ store }) => store === 'every-request',
  store: { rttMs: 0 },
} satisfies Variation;
