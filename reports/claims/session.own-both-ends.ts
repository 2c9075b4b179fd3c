import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'session.own-both-ends',
  row: 'session',
  scheme: 'session',
  statement: 'Fits where one team has the front end and the back end.',
  restsOn: ['cross-origin-front-end'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure }) => {
      const served = figure('cross-origin-front-end', 'changes.served-with-cookies');
      const own = figure('cross-origin-front-end', 'settings.to-mend');
      const other = figure('cross-origin-front-end', 'settings.to-mend', 'jwt');
      return {
        state: served === 0 && own > other ? 'confirmed' : 'refuted',
        measured: `A change asked for by a front end of another site was ${served === 0 ? 'refused' : 'served'}, even with the cookie attached; ${own} settings of the server would have to agree to it, where jwt needs ${other}.`,
        because:
          'cookies, SameSite and the check of the origin all belong to one site; a header belongs to whoever sets it',
      };
    }),
} satisfies Claim;
