import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration, exact, figure as rounded } from '../text/wording.ts';

export default {
  id: 'refresh.long-lived-stateless',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Long sign-ins, still without state.',
  restsOn: ['store-use', 'memory-per-user', 'what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure }) => {
      const read = figure('store-use', 'commands.read');
      const refresh = figure('store-use', 'commands.refresh');
      const lifetime = figure('what-is-readable', 'lifetime.access');
      const bytes = figure('memory-per-user', 'bytes.per-user');
      return {
        state: read > 0 ? 'refuted' : bytes > 0 ? 'conditional' : 'confirmed',
        measured: `${read} store commands per request and ${refresh} per renewal: of a user who asks once a second, 1 request in ${exact(lifetime)} needs the store at an access lifetime of ${duration(1_000 * lifetime)}.`,
        because: `the sign-in itself is state: ${rounded(bytes)} bytes of it are in the store before the first renewal`,
        ...(read === 0 && bytes > 0 && { condition: 'stateless between two renewals, not as a whole' }),
      };
    }),
} satisfies Claim;
