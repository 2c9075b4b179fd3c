import type { Weakness } from '../../weakness.ts';
import withoutExpiry from './access-token-without-expiry.ts';

export default {
  ...withoutExpiry,
  id: 'access-token-outlives-all',
  title: 'Access tokens that only their end could end, and that have none',
  // Where a token can be taken back, its end is not what ends it.
  appliesTo: ({ credential, revocation }) => credential === 'self-contained' && revocation === 'at-expiry',
} satisfies Weakness;
