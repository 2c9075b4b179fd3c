import type { Constraint } from './constraint.ts';
import { measured } from './lookup.ts';

export default {
  id: 'third-party',
  title: 'Others can check a user without asking',
  rule: 'Ruled out where a second verifier has to ask the store (second-verifier), or where one that holds only a public key could forge (public-key-forges).',
  asked: ({ thirdPartyVerification }) =>
    thirdPartyVerification ? 'services of others know the user without asking' : undefined,
  judge(scheme, _requirements, results) {
    const asks = measured(results, scheme, 'second-verifier', 'commands.per-read');
    const verified = measured(results, scheme, 'public-key-forges', 'verified.offline');
    const forged = measured(results, scheme, 'public-key-forges', 'forged.accepted');
    const shared = measured(results, scheme, 'shared-secret-forges', 'forged.accepted');
    if (asks && asks.value > 0)
      return {
        state: 'breaks',
        because: `a second verifier asks the store ${asks.value} times per request`,
        evidence: asks.evidence,
        flip: 'others may reach the store, or ask a service that does',
      };
    if (!verified || !forged)
      return { state: 'undecided', because: 'no verifier with a public key was tried', evidence: [] };
    const { evidence } = verified;
    if (verified.value !== 1 || forged.value > 0)
      return { state: 'breaks', because: 'a verifier with the public key could not check, or could forge', evidence };
    return {
      state: 'meets',
      because: 'a public key is enough to check a token, and not to make one',
      evidence: [...evidence, ...(shared?.evidence ?? [])],
      needs: `an asymmetric algorithm${shared && shared.value > 0 ? ': who holds a shared secret could forge an administrator' : ''}`,
    };
  },
} satisfies Constraint;
