import type { Claim } from '../report.ts';
import { settle } from '../settle.ts';
import { list } from '../wording.ts';
import renewal from './refresh.silent-renewal.ts';

export default {
  id: 'refresh.no-frequent-login',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Users are not asked to log in again.',
  restsOn: ['refresh.silent-renewal', 'refresh-benign-race', 'refresh-lost-response'],
  judge: (results) =>
    settle(results, 'jwt-refresh', ({ attack, premise }) => {
      const silent = premise(renewal);
      const race = attack('refresh-benign-race');
      const lost = attack('refresh-lost-response');
      const alarms = [race, lost].filter(({ outcome }) => outcome !== 'blocked');
      return {
        state: silent.state === 'refuted' ? 'refuted' : alarms.length > 0 ? 'conditional' : 'confirmed',
        measured: `${silent.measured} Two tabs at once: ${race.because}. A lost answer: ${lost.because}.`,
        because: 'a renewal is silent, and a false alarm is a login that nobody expected',
        ...(silent.state !== 'refuted' &&
          alarms.length > 0 && {
            condition: `except for false alarms: ${list(alarms.map(({ title }) => title.toLowerCase()))}`,
          }),
      };
    }),
} satisfies Claim;
