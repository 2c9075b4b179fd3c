import type { Claim } from '../report.ts';
import { settle } from '../settle.ts';
import { duration, list } from '../wording.ts';

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
  judge: (results) =>
    settle(results, 'jwt', ({ figure, attack }) => {
      const events = {
        logout: 'replay-after-logout',
        'disabling the account': 'disable-user-latency',
        'a new password': 'replay-after-password-change',
        'a demotion': 'role-demotion-latency',
      };
      const left = Object.entries(events).map(([event, id]) => ({ event, ...attack(id) }));
      const isNeverCut = left.every(({ outcome }) => outcome === 'window' || outcome === 'succeeded');
      const isNeverStretched = figure('lifetimes', 'end.in-use') <= figure('lifetimes', 'configured.in-use');
      return {
        state: isNeverCut && isNeverStretched ? 'confirmed' : 'refuted',
        measured: `A token of ${duration(left[0]?.declaredMs ?? 0)} went on for ${list(left.map(({ event, windowMs = 0 }) => `${duration(windowMs)} after ${event}`))}; use did not prolong it.`,
        because: 'nothing that happens on the server is asked for when a token is checked',
      };
    }),
} satisfies Claim;
