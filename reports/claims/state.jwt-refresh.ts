import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { ofTheEnded } from '../analysis/ended-sign-ins.ts';
import { overADay } from '../analysis/memory-over-a-day.ts';
import { memoryOfMostUsers } from '../analysis/memory-per-user.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded } from '../text/wording.ts';

export default {
  id: 'state.jwt-refresh',
  row: 'state',
  scheme: 'jwt-refresh',
  statement: 'Stateless for requests, stateful for renewals.',
  restsOn: ['store-use', 'memory-per-user', 'memory-over-a-day', 'ended-sign-ins'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, optional }) => {
      const [read, refresh, login] = ['read', 'refresh', 'login'].map((step) =>
        figure('store-use', `commands.${step}`),
      );
      const bytes = figure('memory-per-user', 'bytes.per-user');
      return {
        state: read === 0 && refresh !== 0 ? 'confirmed' : 'refuted',
        measured: `${read} store commands per request, ${refresh} per renewal, ${login} per login; ${rounded(bytes)} bytes kept for each token family${memoryOfMostUsers(results, 'jwt-refresh')}${overADay({ figure, optional })}${ofTheEnded({ figure, optional })}.`,
        because: 'a request proves itself, and only a renewal has to be known to be the first of its token',
      };
    }),
} satisfies Claim;
