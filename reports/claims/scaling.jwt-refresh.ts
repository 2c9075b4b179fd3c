import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { grown } from '../analysis/over-instances.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded } from '../text/wording.ts';

export default {
  id: 'scaling.jwt-refresh',
  row: 'scaling',
  scheme: 'jwt-refresh',
  statement: 'It scales, and stays secure while it does.',
  restsOn: ['undisturbed', 'scale-out', 'refresh-double-spend', 'store-use'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack, squares, curve, optional }) => {
      const several = squares('undisturbed', ({ instances }) => instances > 1);
      const joined = several.filter(({ mode }) => mode !== 'own-memory');
      const alone = several.filter(({ mode }) => mode === 'own-memory');
      const refused = several.reduce((sum, one) => sum + one.refused, 0);
      const lost = (rows: typeof several) => rows.reduce((sum, { renewalsRefused }) => sum + renewalsRefused, 0);
      const tried = alone.reduce((sum, { renewals }) => sum + renewals, 0);
      const spend = attack('refresh-double-spend');
      const growth = grown(optional(() => curve()) ?? []);
      const isSound = refused === 0 && lost(joined) === 0 && isHeld(spend) && growth?.asFar !== false;
      return {
        state: !isSound ? 'refuted' : lost(alone) > 0 ? 'conditional' : 'confirmed',
        measured: `${refused} requests refused, and ${lost(joined)} renewals with a shared store; with memory of its own ${lost(alone)} of ${tried} renewals. ${rounded(1_000 * figure('store-use', 'commands.read'))} store commands per 1,000 requests, where session needs ${rounded(1_000 * figure('store-use', 'commands.read', 'session'))}.${growth ? ` Reads: ${growth.text}.` : ''}`,
        because: `one refresh token raced over several instances: ${spend.because}`,
        ...(isSound && lost(alone) > 0 && { condition: 'only with a shared store for the refresh tokens' }),
      };
    }),
} satisfies Claim;
