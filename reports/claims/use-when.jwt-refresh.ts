import { judgeOnEvidence, limitedBy } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { times } from '../text/wording.ts';
import expiration from './expiration.jwt-refresh.ts';
import scaling from './scaling.jwt-refresh.ts';

export default {
  id: 'use-when.jwt-refresh',
  row: 'use-when',
  scheme: 'jwt-refresh',
  statement: 'Fits where scale and strong security are needed together.',
  restsOn: ['scaling.jwt-refresh', 'expiration.jwt-refresh', 'wire-cost', 'authenticated-read'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, comparison, premise, optional }) => {
      const premises = [premise(scaling), premise(expiration)];
      const cost = optional(() => comparison('authenticated-read', 'cpu.total', 'session'));
      const bytes = figure('wire-cost', 'bytes.credential-per-request');
      const cpu =
        cost && cost.ratio !== null ? ` and ${times(cost.ratio)} times the CPU of session (${cost.verdict})` : '';
      return {
        ...limitedBy(premises),
        measured: `It costs ${bytes} bytes per request${cpu}. ${premises.map(({ measured }) => measured).join(' ')}`,
        because: 'advice holds as far as its premises: that it scales, and that what it issues ends soon',
      };
    }),
} satisfies Claim;
