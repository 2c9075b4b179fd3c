import { carrying } from '../carried-data.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'data-4kb',
  title: '4 kB of data',
  question: 'What if a sign-in carries 4 kB: in the session, or as claims in the token?',
  choice: 'how much a sign-in carries',
  appliesTo: ({ renewal }) => renewal !== 'rotation',
  serve: carrying(4096),
} satisfies Variation;
