import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import renewal from './refresh.silent-renewal.ts';

export default {
  id: 'refresh.no-frequent-login',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Users are not asked to log in again.',
  restsOn: ['refresh.silent-renewal', 'refresh-benign-race', 'refresh-lost-response'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ attack, premise }) => {
      const silent = premise(renewal);
      const race = attack('refresh-benign-race');
      const lost = attack('refresh-lost-response');
      const alarms = [race, lost].filter((one) => !isHeld(one));
      const isSilent = silent.state === 'confirmed' && alarms.length === 0;
      return {
        state: isSilent ? 'conditional' : 'refuted',
        measured: `${silent.measured} Two tabs at once: ${race.because}. A lost answer: ${lost.because}.`,
        because: `a false alarm is a login that nobody expected, and strict rotation raises it: ${race.control.because}`,
        ...(isSilent && { condition: 'with a grace window for a token that was just spent' }),
      };
    }),
} satisfies Claim;
