import type { Claim } from '../report.ts';
import { isHeld, settle } from '../settle.ts';
import { duration } from '../wording.ts';

export default {
  id: 'expiration.session',
  row: 'expiration',
  scheme: 'session',
  statement: 'The server decides when a session ends.',
  restsOn: ['lifetimes', 'replay-after-logout'],
  judge: (results) =>
    settle(results, 'session', ({ figure, attack }) => {
      const absolute = { was: figure('lifetimes', 'end.in-use'), set: figure('lifetimes', 'configured.in-use') };
      const idle = { forgiven: figure('lifetimes', 'silence.accepted'), set: figure('lifetimes', 'configured.idle') };
      const logout = attack('replay-after-logout');
      const isKept = absolute.was <= absolute.set && idle.forgiven <= idle.set && isHeld(logout);
      return {
        state: isKept ? 'confirmed' : 'refuted',
        measured: `In use all the time it ended after ${duration(absolute.was)} of ${duration(absolute.set)}; a silence of ${duration(idle.forgiven)} was forgiven and one of ${duration(figure('lifetimes', 'silence.refused'))} was not, of ${duration(idle.set)}; after logout: ${logout.because}.`,
        because: 'whether a session is good is looked up at every request',
      };
    }),
} satisfies Claim;
