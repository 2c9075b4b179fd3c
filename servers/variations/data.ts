import { carrying } from '../carried-data.ts';
import type { Variation } from '../variation.ts';

export default [1, 4, 16].map(
  (kb): Variation => ({
    id: `data-${kb}kb`,
    title: `${kb} kB of data`,
    question: `What if a sign-in carries ${kb} kB: in the session, or as claims in the token?`,
    choice: 'how much a sign-in carries',
    appliesTo: ({ renewal }) => renewal !== 'rotation',
    serve: carrying(kb * 1_024),
  }),
);
