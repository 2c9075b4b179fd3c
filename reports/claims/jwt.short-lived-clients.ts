import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration, list } from '../text/wording.ts';

export default {
  id: 'jwt.short-lived-clients',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Fits clients that need no long sign-in.',
  restsOn: ['silent-renewal', 'what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure }) => {
      const lifetimes = figure('silent-renewal', 'lifetimes.spanned');
      const logins = figure('silent-renewal', 'logins.forced');
      const access = figure('what-is-readable', 'lifetime.access');
      const perHour = [5, 15, 60].map((minutes) => `${60 / minutes} at ${minutes} min`);
      return {
        state: logins === 0 ? 'confirmed' : 'conditional',
        measured: `${logins} logins were forced over ${lifetimes} access lifetimes of use; by arithmetic that is ${list(perHour)} in an hour.`,
        because: 'a token without renewal ends in the middle of the work, at the latest after its lifetime',
        ...(logins > 0 && {
          condition: `for work shorter than the access lifetime, ${duration(1_000 * access)} as configured`,
        }),
      };
    }),
} satisfies Claim;
