import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'refresh.apps-stay-in',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Apps stay signed in.',
  restsOn: ['non-browser-client', 'client-restart'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure }) => {
      const carried = figure('non-browser-client', 'renewals.with-cookies-carried');
      const bodies = figure('non-browser-client', 'renewals.with-bodies-only');
      return {
        state: carried === 0 ? 'refuted' : bodies === 1 ? 'confirmed' : 'conditional',
        measured: `An app that carries the cookie itself ${carried === 1 ? 'renewed' : 'could not renew'}; one that keeps only what bodies tell ${bodies === 1 ? 'renewed too' : 'could not'}.`,
        because: `the refresh token is handed out as a cookie, for ${duration(1_000 * figure('client-restart', 'lifetime.cookie'))}`,
        ...(carried === 1 &&
          bodies === 0 && { condition: 'if the app keeps cookies, on disk where it must outlive a restart' }),
      };
    }),
} satisfies Claim;
