import type { Weakness } from '../../weakness.ts';
import withoutExpiry from './access-token-without-expiry.ts';

export default {
  ...withoutExpiry,
  id: 'denied-token-without-expiry',
  title: 'Access tokens that only the note about their end could end',
  appliesTo: ({ transport, revocation }) => transport === 'bearer' && revocation !== 'at-expiry',
} satisfies Weakness;
