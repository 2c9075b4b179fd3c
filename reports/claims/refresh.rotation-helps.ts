import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'refresh.rotation-helps',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Rotating the refresh token improves security.',
  restsOn: ['refresh-reuse', 'refresh-theft-race', 'refresh-silent-theft'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ attack }) => {
      const reuse = attack('refresh-reuse');
      const race = attack('refresh-theft-race');
      const silent = attack('refresh-silent-theft');
      const helps = reuse.outcome !== 'succeeded' && race.outcome !== 'succeeded';
      const isBlind = !isHeld(silent);
      return {
        state: !helps ? 'refuted' : isBlind ? 'conditional' : 'confirmed',
        measured: `A second use: ${reuse.because}. Thief against owner: ${race.because}. An owner who never comes back: ${silent.because}.`,
        because: `without rotation the thief went on: ${reuse.control.because}`,
        ...(helps &&
          isBlind && { condition: 'as long as the owner comes back; a theft from one who does not is never seen' }),
      };
    }),
} satisfies Claim;
