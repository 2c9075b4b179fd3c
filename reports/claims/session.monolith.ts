import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { list } from '../text/wording.ts';

export default {
  id: 'session.monolith',
  row: 'session',
  scheme: 'session',
  statement: 'Fits applications that render their pages on the server.',
  restsOn: ['simple-pages'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure }) => {
      const works = (scheme?: string) =>
        Math.min(figure('simple-pages', 'links.followed', scheme), figure('simple-pages', 'forms.posted', scheme)) ===
        1;
      const others = ['jwt', 'jwt-refresh'].filter((scheme) => works(scheme));
      return {
        state: works() ? 'confirmed' : 'refuted',
        measured: `A link and a form without any script ${works() ? 'worked' : 'did not work'}; ${others.length > 0 ? `so they did with ${list(others)}` : 'with jwt and jwt-refresh neither did'}.`,
        because: 'a browser sends a cookie with a link, and never an Authorization header',
      };
    }),
} satisfies Claim;
