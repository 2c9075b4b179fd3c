import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'refresh.silent-renewal',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'New access tokens without a new login.',
  restsOn: ['silent-renewal'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure }) => {
      const lifetimes = figure('silent-renewal', 'lifetimes.spanned');
      const logins = figure('silent-renewal', 'logins.forced');
      const failed = figure('silent-renewal', 'requests.failed');
      const renewals = figure('silent-renewal', 'renewals.silent');
      return {
        state: logins === 0 && failed === 0 && renewals > 0 ? 'confirmed' : 'refuted',
        measured: `Over ${lifetimes} access lifetimes: ${renewals} renewals, ${logins} logins, ${failed} of ${figure('silent-renewal', 'requests.made')} requests failed; a request that met a renewal took ${duration(figure('silent-renewal', 'latency.added-by-renewal'))} longer.`,
        because: `a client of jwt had to log in ${figure('silent-renewal', 'logins.forced', 'jwt')} times in the same time`,
      };
    }),
} satisfies Claim;
