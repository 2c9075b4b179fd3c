import { list } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';

export default {
  id: 'soundness',
  title: 'No attack succeeds',
  rule: 'Ruled out where an attack did not end as required. Always asked.',
  asked: () => 'no attack succeeds beyond what the scheme allows',
  judge({ id }, _requirements, { attacks }) {
    const judged = attacks.filter(
      ({ scheme, asExpected, outcome }) => scheme === id && asExpected !== null && outcome !== 'not-applicable',
    );
    const failed = judged.filter(({ asExpected }) => asExpected === false);
    if (judged.length === 0)
      return { state: 'undecided', because: 'no attack on it had a verdict in this run', evidence: [] };
    if (failed.length === 0)
      return {
        state: 'meets',
        because: `all ${judged.length} attacks with a verdict ended as required`,
        evidence: judged.map(({ evidence }) => evidence),
      };
    return {
      state: 'breaks',
      because: `${list(failed.map((attack) => `${attack.id} (${attack.outcome})`))} did not end as required`,
      evidence: failed.map(({ evidence }) => evidence),
      flip: `${list(failed.map((attack) => attack.id))} is fixed and measured again`,
    };
  },
} satisfies Constraint;
