import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'expiration.session',
  row: 'expiration',
  scheme: 'session',
  statement: 'The server decides when a session ends.',
  restsOn: ['lifetimes', 'replay-after-logout'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ lifetime, attack }) => {
      const absolute = { was: lifetime('lifetimes', 'end.in-use'), set: lifetime('lifetimes', 'configured.in-use') };
      const idle = { was: lifetime('lifetimes', 'silence.refused'), set: lifetime('lifetimes', 'configured.idle') };
      const forgiven = lifetime('lifetimes', 'silence.accepted');
      const logout = attack('replay-after-logout');
      const isKept =
        absolute.was.testedMs <= absolute.set.testedMs && forgiven.testedMs <= idle.set.testedMs && isHeld(logout);
      return {
        state: isKept ? 'confirmed' : 'refuted',
        measured: `In use all the time it ends after ${duration(absolute.set.configuredMs)} (tested: ${duration(absolute.was.testedMs)} of ${duration(absolute.set.testedMs)}), and a silence ends it after ${duration(idle.set.configuredMs)} (tested: ${duration(forgiven.testedMs)} were forgiven and ${duration(idle.was.testedMs)} were not, of ${duration(idle.set.testedMs)}); after logout: ${logout.because}.`,
        because: 'whether a session is good is looked up at every request',
      };
    }),
} satisfies Claim;
