import { carrying } from '../carried-data.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'data-1kb',
  title: '1 kB of data',
  question: 'What if a sign-in carries 1 kB: in the session, or as claims in the token?',
  choice: 'how much a sign-in carries',
  appliesTo: ({ renewal }) => renewal !== 'rotation',
  serve: carrying(1024),
} satisfies Variation;
