import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { Unsettled } from '../analysis/unsettled.ts';
import type { Claim } from '../results/report.ts';
import { duration, list, figure as rounded } from '../text/wording.ts';

export default {
  id: 'refresh.short-and-long',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'A short access token and a long sign-in at once.',
  restsOn: ['silent-renewal', 'what-is-readable', 'lifetimes'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, lifetime }) => {
      const access = figure('what-is-readable', 'lifetime.access');
      const whole = figure('what-is-readable', 'lifetime.cookie');
      const logins = figure('silent-renewal', 'logins.forced');
      const first = lifetime('lifetimes', 'end.in-use').testedMs;
      if (access === 0 || first === 0) throw new Unsettled('inconclusive', 'a lifetime of 0 is no measure of another');
      const family = lifetime('lifetimes', 'end.family').testedMs / first;
      return {
        state: logins === 0 && whole > access && family > 1 ? 'confirmed' : 'refuted',
        measured: `Access for ${duration(1_000 * access)}, the sign-in for ${duration(1_000 * whole)}: ${rounded(whole / access)} access lifetimes without a login. Short-lived in this run, the family outlived its first token ${rounded(family)} times. By arithmetic, ${list([1, 5, 15].map((minutes) => `${60 / minutes} renewals an hour at ${minutes} min`))}.`,
        because: `${figure('silent-renewal', 'renewals.silent')} renewals in a row needed ${logins} logins`,
      };
    }),
} satisfies Claim;
