import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { ofTheEnded } from '../analysis/ended-sign-ins.ts';
import { memoryOfMostUsers } from '../analysis/memory-per-user.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded } from '../text/wording.ts';

export default {
  id: 'state.session',
  row: 'state',
  scheme: 'session',
  statement: 'The server keeps the session.',
  restsOn: ['store-use', 'memory-per-user', 'ended-sign-ins'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure, optional }) => {
      const read = figure('store-use', 'commands.read');
      const keys = figure('memory-per-user', 'keys.per-user');
      const bytes = figure('memory-per-user', 'bytes.per-user');
      return {
        state: read > 0 && keys > 0 ? 'confirmed' : 'refuted',
        measured: `The store holds ${rounded(keys)} keys with ${rounded(bytes)} bytes for each signed-in user, and is asked ${rounded(read)} time per request, ${rounded(figure('store-use', 'commands.login'))} times per login and ${rounded(figure('store-use', 'commands.logout'))} per logout${memoryOfMostUsers(results, 'session')}${ofTheEnded({ figure, optional })}.`,
        because: 'a request carries a reference, and who that is stands in the store alone',
      };
    }),
} satisfies Claim;
