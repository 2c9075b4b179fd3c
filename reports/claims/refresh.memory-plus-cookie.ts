import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'refresh.memory-plus-cookie',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Access token in memory or localStorage, refresh token in an httpOnly cookie.',
  restsOn: ['xss-token-theft', 'browser-reload'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack }) => {
      const theft = attack('xss-token-theft');
      const isUnreadable = theft.outcome !== 'succeeded';
      const reload = figure('browser-reload', 'sign-ins.kept-by-reload');
      const stored = figure('browser-reload', 'sign-ins.kept-by-local-storage');
      return {
        state: isUnreadable && reload === 1 ? 'conditional' : 'refuted',
        measured: `Injected script: ${theft.because}. With the access token in memory a reload ${reload === 1 ? 'kept' : 'lost'} the sign-in, so that localStorage ${stored === 1 && reload === 1 ? 'added nothing' : 'was needed'}.`,
        because:
          'the cookie brings an access token back after every reload; localStorage only keeps it where script can read it later',
        ...(isUnreadable && reload === 1 && { condition: 'in memory; localStorage adds risk and no convenience' }),
      };
    }),
} satisfies Claim;
