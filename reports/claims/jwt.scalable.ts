import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { mostUsers } from '../analysis/memory-per-user.ts';
import { grown, storeEndText } from '../analysis/over-instances.ts';
import type { Claim } from '../results/report.ts';
import { duration, exact, list, figure as rounded, times } from '../text/wording.ts';

export default {
  id: 'jwt.scalable',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Scales, since it keeps no state.',
  restsOn: ['undisturbed', 'scale-out', 'store-use', 'memory-per-user', 'authenticated-read', 'reads-beside-logins'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, squares, comparison, curve, optional }) => {
      const grid = squares('undisturbed', () => true);
      const shared = squares('undisturbed', ({ mode }) => mode === 'shared', 'session');
      const refused = (rows: typeof grid) => rows.reduce((sum, row) => sum + row.refused, 0);
      const bytes = figure('memory-per-user', 'bytes.per-user');
      const stored = mostUsers(results, 'session');
      const ofSession = stored?.bytesEach ?? figure('memory-per-user', 'bytes.per-user', 'session');
      const cost = optional(() => comparison('authenticated-read', 'cpu.total', 'session'));
      const cpu = cost ? ` A request takes ${times(cost.ratio)} times the CPU of session (${cost.verdict}).` : '';
      const [own, session] = [undefined, 'session'].map((scheme) => grown(optional(() => curve(scheme)) ?? []));
      const over = [own && `it carried ${own.text}`, session && `session with a shared store ${session.text}`];
      const growth = own ? ` Held to equal shares of a processor, ${over.filter(Boolean).join('; ')}.` : '';
      const grows = own?.asFar !== false;
      const slowest = (metric: string) => optional(() => figure('reads-beside-logins', metric));
      const [beside, alone] = [slowest('read.p99-beside-logins'), slowest('read.p99')];
      const besideLogins =
        beside !== undefined && alone !== undefined
          ? ` While 8 others sign in, a read takes up to ${duration(beside)} (99th percentile), and ${duration(alone)} without them.`
          : '';
      return {
        state:
          refused(grid) === 0 && bytes === 0 && grows
            ? refused(shared) === 0
              ? 'conditional'
              : 'confirmed'
            : 'refuted',
        measured: `${refused(grid)} requests refused at ${list(grid.map(({ instances }) => `${instances}`))} instances, ${figure('store-use', 'commands.read')} store commands per request, ${bytes} bytes per user, where session takes ${rounded(ofSession)} ${stored ? 'of the store’s memory' : 'or more, since the store told no memory'}: by arithmetic, ${list([100, 10_000, 1_000_000].map((users) => `${rounded((users * ofSession) / 1_000_000)} MB at ${exact(users)} users`))}.${growth}${cpu}${besideLogins}`,
        because: grows
          ? 'neither instances nor users add anything that must be shared'
          : 'more instances did not carry as many times more, although servers were the limit',
        ...(refused(grid) === 0 &&
          bytes === 0 &&
          grows &&
          refused(shared) === 0 && {
            condition: `it saves the store, not the scaling: session with a shared store refused none either${session?.asFar ? `, and grew alike${storeEndText(session)}` : ''}`,
          }),
      };
    }),
} satisfies Claim;
