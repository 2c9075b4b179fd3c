import type { Claim } from '../report.ts';
import { settle } from '../settle.ts';
import { duration } from '../wording.ts';

export default {
  id: 'expiration.jwt-refresh',
  row: 'expiration',
  scheme: 'jwt-refresh',
  statement: 'The access token ends soon, and renewing rotates the refresh token.',
  restsOn: ['lifetimes', 'replay-after-logout', 'disable-user-latency', 'refresh-reuse', 'what-is-readable'],
  judge: (results) =>
    settle(results, 'jwt-refresh', ({ figure, attack }) => {
      const left = ['replay-after-logout', 'disable-user-latency'].map((id) => attack(id).windowMs ?? 0);
      const declaredMs = attack('replay-after-logout').declaredMs ?? 0;
      const reuse = attack('refresh-reuse');
      const isBounded = left.every((ms) => ms <= declaredMs + 1_000) && reuse.outcome !== 'succeeded';
      return {
        state: !isBounded ? 'refuted' : left.every((ms) => ms === 0) ? 'confirmed' : 'conditional',
        measured: `A copied access token went on for ${duration(left[0] ?? 0)} after logout and ${duration(left[1] ?? 0)} after the account was disabled, of ${duration(declaredMs)}; the family itself ended after ${duration(figure('lifetimes', 'end.family'))} of ${duration(figure('lifetimes', 'configured.family'))}.`,
        because: `a spent refresh token: ${reuse.because}`,
        ...(isBounded &&
          left.some((ms) => ms > 0) && {
            condition: `up to one access lifetime is left after any end, ${duration(1_000 * figure('what-is-readable', 'lifetime.access'))} as it comes`,
          }),
      };
    }),
} satisfies Claim;
