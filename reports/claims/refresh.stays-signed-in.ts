import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'refresh.stays-signed-in',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Users of pages and apps stay signed in.',
  restsOn: ['browser-reload', 'client-restart'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure }) => {
      const reload = figure('browser-reload', 'sign-ins.kept-by-reload');
      const newTab = figure('browser-reload', 'sign-ins.kept-in-new-tab');
      const restart = figure('client-restart', 'sign-ins.kept');
      return {
        state: reload === 1 && newTab === 1 && restart === 1 ? 'confirmed' : 'refuted',
        measured: `A real browser was signed in after ${[reload === 1 && 'a reload', newTab === 1 && 'a new tab'].filter(Boolean).join(' and ') || 'neither a reload nor a new tab'}; the cookie outlives a restart by ${duration(1_000 * figure('client-restart', 'lifetime.cookie'))}. A token of jwt that script keeps in memory: ${figure('browser-reload', 'sign-ins.kept-by-reload', 'jwt') === 1 ? 'signed in' : 'signed out by the reload'}.`,
        because: 'the cookie is kept by the browser, and one renewal turns it into an access token',
      };
    }),
} satisfies Claim;
