import assert from 'node:assert/strict';
import { it } from 'node:test';
import { totpAt } from './totp.ts';

it('a code of an authenticator app is that of RFC 6238, appendix B, in its last six digits', () => {
  const secret = 'GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ';
  const codes = [59, 1_111_111_109, 20_000_000_000].map((second) => totpAt(secret, second * 1_000));
  assert.deepEqual(codes, ['287082', '081804', '353130']);
});
