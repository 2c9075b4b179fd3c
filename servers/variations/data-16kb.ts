import { carrying } from '../carried-data.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'data-16kb',
  title: '16 kB of data',
  question: 'What if a sign-in carries 16 kB: in the session, or as claims in the token?',
  choice: 'how much a sign-in carries',
  appliesTo: ({ renewal }) => renewal !== 'rotation',
  serve: carrying(16384),
} satisfies Variation;
