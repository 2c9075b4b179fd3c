import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded } from '../text/wording.ts';

export default {
  id: 'jwt.rest-microservices',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Fits REST and chains of services.',
  restsOn: ['service-chain', 'second-verifier'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure }) => {
      const own = {
        commands: figure('service-chain', 'commands.per-chain'),
        bytes: figure('service-chain', 'bytes.credential-per-chain'),
      };
      const session = {
        commands: figure('service-chain', 'commands.per-chain', 'session'),
        bytes: figure('service-chain', 'bytes.credential-per-chain', 'session'),
      };
      const accepted = Math.min(figure('service-chain', 'hops.accepted'), figure('second-verifier', 'reads.accepted'));
      const works = accepted === 1 && own.commands === 0;
      return {
        state: works ? 'confirmed' : 'refuted',
        measured: `Three services in a row: ${own.commands} store commands and ${own.bytes} bytes of credential, where session takes ${session.commands} and ${session.bytes}; ${accepted === 1 ? 'all hops accepted it, also with the issuer dead' : 'not all hops accepted it, or not with the issuer dead'}.`,
        because: works
          ? `it trades ${rounded(session.commands)} visits to a common store for ${rounded(own.bytes - session.bytes)} bytes`
          : 'not every service could check the token by itself',
      };
    }),
} satisfies Claim;
