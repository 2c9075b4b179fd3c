import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { windowText } from '../analysis/window.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'expiration.jwt-refresh',
  row: 'expiration',
  scheme: 'jwt-refresh',
  statement: 'The access token ends soon, and renewing rotates the refresh token.',
  restsOn: ['lifetimes', 'replay-after-logout', 'disable-user-latency', 'refresh-reuse', 'what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, lifetime, attack }) => {
      const logout = attack('replay-after-logout').window;
      const disabled = attack('disable-user-latency').window;
      const family = { end: lifetime('lifetimes', 'end.family'), set: lifetime('lifetimes', 'configured.family') };
      const reuse = attack('refresh-reuse');
      const left = [logout, disabled];
      const isBounded = left.every(({ kind }) => kind !== 'endless') && reuse.outcome !== 'succeeded';
      return {
        state: !isBounded ? 'refuted' : left.every(({ kind }) => kind === 'none') ? 'confirmed' : 'conditional',
        measured: `A copied access token goes on for ${windowText(logout)} after logout and ${windowText(disabled)} after the account was disabled; the family itself ends after ${duration(family.set.configuredMs)} (tested: ${duration(family.end.testedMs)} of ${duration(family.set.testedMs)}).`,
        because: `a spent refresh token: ${reuse.because}`,
        ...(isBounded &&
          left.some(({ kind }) => kind !== 'none') && {
            condition: `up to one access lifetime is left after any end, ${duration(1_000 * figure('what-is-readable', 'lifetime.access'))} as configured`,
          }),
      };
    }),
} satisfies Claim;
