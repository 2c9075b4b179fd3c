import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'session.less-exposure',
  row: 'session',
  scheme: 'session',
  statement: 'Data of the user stays on the server.',
  restsOn: ['what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure }) => {
      const own = figure('what-is-readable', 'bytes.user-data-per-request');
      const other = figure('what-is-readable', 'bytes.user-data-per-request', 'jwt');
      return {
        state: own === 0 ? 'confirmed' : 'refuted',
        measured: `${own} bytes about the user travel with a request, where a token of jwt carries ${other} that anybody on the way can decode.`,
        because: 'the cookie is a reference, and decodes to nothing',
      };
    }),
} satisfies Claim;
