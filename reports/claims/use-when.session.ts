import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded, times } from '../text/wording.ts';

export default {
  id: 'use-when.session',
  row: 'use-when',
  scheme: 'session',
  statement: 'Fits monoliths and simple set-ups.',
  restsOn: ['simple-pages', 'client-steps', 'store-use', 'authenticated-read'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure, comparison, optional }) => {
      const works = Math.min(figure('simple-pages', 'links.followed'), figure('simple-pages', 'forms.posted'));
      const duties = figure('client-steps', 'duties.of-code');
      const cost = optional(() => comparison('authenticated-read', 'cpu.total', 'session', 'jwt'));
      const saved = cost?.verdict === 'better' ? `; jwt takes ${times(cost.ratio)} times its CPU per request` : '';
      return {
        state: works === 1 && duties === 0 ? (saved ? 'conditional' : 'confirmed') : 'refuted',
        measured: `Links and forms ${works === 1 ? 'worked' : 'did not all work'} without a script, and client code has ${duties} things to do${saved}.`,
        because:
          duties === 0
            ? 'a browser does for a cookie all that code must do for a token'
            : 'a browser does not do all that this cookie asks of a client',
        ...(saved && {
          condition: `where ${rounded(figure('store-use', 'commands.read'))} visit to the store per request is affordable`,
        }),
      };
    }),
} satisfies Claim;
