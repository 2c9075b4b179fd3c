import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { windowText } from '../analysis/window.ts';
import type { Claim } from '../results/report.ts';
import { list } from '../text/wording.ts';

export default {
  id: 'expiration.jwt',
  row: 'expiration',
  scheme: 'jwt',
  statement: 'When a token ends is fixed when it is issued.',
  restsOn: [
    'lifetimes',
    'replay-after-logout',
    'disable-user-latency',
    'replay-after-password-change',
    'role-demotion-latency',
  ],
  beyond: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ lifetime, attack }) => {
      const events = {
        logout: 'replay-after-logout',
        'disabling the account': 'disable-user-latency',
        'a new password': 'replay-after-password-change',
        'a demotion': 'role-demotion-latency',
      };
      const left = Object.entries(events).map(([event, id]) => ({ event, ...attack(id) }));
      const isNeverCut = left.every(({ outcome }) => outcome === 'window' || outcome === 'succeeded');
      const [end, set] = [lifetime('lifetimes', 'end.in-use'), lifetime('lifetimes', 'configured.in-use')];
      const isNeverStretched = end.testedMs <= set.testedMs;
      return {
        state: isNeverCut && isNeverStretched ? 'confirmed' : 'refuted',
        measured: `A token goes on for ${list(left.map(({ event, window }) => `${windowText(window)} after ${event}`))}; use ${isNeverStretched ? 'did not prolong' : 'prolonged'} it.`,
        because: isNeverCut
          ? 'nothing that happens on the server is asked for when a token is checked'
          : 'the server ended it before its time',
      };
    }),
} satisfies Claim;
