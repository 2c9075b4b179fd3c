import type { Variation } from '../variation.ts';

export default [
  away('store-over-unix-socket', 'Store over a Unix socket', { socket: true }),
  away('store-behind-a-line', 'Store behind a relay, no delay added', { rttMs: 0 }),
  away('store-500us-away', 'Store 0.5 ms away', { rttMs: 0.5 }),
  away('store-1ms-away', 'Store 1 ms away', { rttMs: 1 }),
  away('store-2ms-away', 'Store 2 ms away', { rttMs: 2 }),
];

function away(id: string, title: string, store: NonNullable<Variation['store']>): Variation {
  return {
    id,
    title,
    question: 'How far away may the store be before the conclusion changes?',
    choice: 'how far the store is',
    appliesTo: (traits) => traits.store === 'every-request',
    store,
  };
}
