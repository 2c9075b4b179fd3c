import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { list } from '../text/wording.ts';

export default {
  id: 'session.csrf-needed',
  row: 'session',
  scheme: 'session',
  statement: 'Cross-site requests have to be defended against.',
  restsOn: ['csrf-cross-site', 'csrf-sibling-domain', 'login-csrf'],
  beyond: ({ ambient }) => ambient === 'every-request',
  judge: (results, own = 'session') =>
    judgeOnEvidence(results, own, ({ attack }) => {
      const attacks = ['csrf-cross-site', 'csrf-sibling-domain', 'login-csrf'].map((id) => attack(id));
      const needed = attacks.filter(({ control }) => control.beaten);
      return {
        state: needed.length > 0 ? 'confirmed' : 'refuted',
        measured: `${needed.length} of ${attacks.length} forged requests got through without the defence (${list(needed.map(({ control }) => control.id))}); with it: ${list(attacks.map(({ id, outcome }) => `${id} ${outcome}`))}.`,
        because: attacks.map(({ because }) => because).join('; '),
      };
    }),
} satisfies Claim;
