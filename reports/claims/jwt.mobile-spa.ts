import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'jwt.mobile-spa',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Fits mobile apps and single-page applications.',
  restsOn: ['non-browser-client', 'cross-origin-front-end', 'browser-reload'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, optional }) => {
      const reads = figure('non-browser-client', 'reads.with-bodies-only');
      const changes = figure('non-browser-client', 'changes.without-origin');
      const session = figure('non-browser-client', 'reads.with-bodies-only', 'session');
      const heal = figure('cross-origin-front-end', 'settings.to-mend');
      const reload = optional(() => figure('browser-reload', 'sign-ins.kept-by-reload'));
      const works = reads === 1 && changes === 1;
      return {
        state: !works ? 'refuted' : reload === 0 ? 'conditional' : 'confirmed',
        measured: `A client without a cookie jar ${works ? 'could read and change' : 'could not work'}, where with session it ${session === 1 ? 'could too' : 'could not'}; a page of another site needs ${heal} CORS headers.`,
        because: 'the token is in a body, and goes where client code puts it',
        ...(works && reload === 0 && { condition: 'a page that keeps the token in memory is signed out by a reload' }),
      };
    }),
} satisfies Claim;
