import type { Weakness } from '../../weakness.ts';
import withoutEnd from './no-absolute-timeout.ts';

export default {
  ...withoutEnd,
  id: 'seal-without-absolute-end',
  title: 'A sealed session that each use carries on without end',
  appliesTo: ({ credential }) => credential === 'sealed',
} satisfies Weakness;
