import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { percent } from '../text/wording.ts';
import expiration from './expiration.jwt.ts';
import scaling from './scaling.jwt.ts';

export default {
  id: 'use-when.jwt',
  row: 'use-when',
  scheme: 'jwt',
  statement: 'Fits APIs, several services and mobile apps.',
  restsOn: ['scaling.jwt', 'expiration.jwt', 'second-verifier', 'non-browser-client', 'wire-cost'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, premise }) => {
      const offline = figure('second-verifier', 'reads.accepted');
      const withoutJar = figure('non-browser-client', 'reads.with-bodies-only');
      const bytes = figure('wire-cost', 'bytes.credential-per-request');
      const reach = premise(scaling);
      const fixed = premise(expiration).state === 'confirmed';
      const fits = offline === 1 && withoutJar === 1 && reach.state === 'confirmed';
      return {
        state: fits ? (fixed ? 'conditional' : 'confirmed') : 'refuted',
        measured: `A second service accepted ${percent(offline)} with the issuer dead, a client without a cookie jar ${withoutJar === 1 ? 'worked' : 'did not work'}, for ${bytes} bytes per request where session takes ${figure('wire-cost', 'bytes.credential-per-request', 'session')}.`,
        because: 'a token says everything to whoever has the key',
        ...(fits && fixed && { condition: 'if a sign-in never has to end before its token does' }),
      };
    }),
} satisfies Claim;
