import type { Variation } from '../variation.ts';

export default {
  id: 'store-over-unix-socket',
  title: 'Store over a Unix socket',
  question: 'How far away may the store be before the conclusion changes?',
  choice: 'how far the store is',
  appliesTo: ({ store }) => store === 'every-request',
  store: { socket: true },
} satisfies Variation;
