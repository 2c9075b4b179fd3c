import { confirmed } from '../capacity/prediction/held-out.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { requirementsOf } from '../standards/requirements-of.ts';
import { compare } from '../statistics/compare.ts';
import { compareVariations } from '../statistics/sensitivity.ts';
import { asConfigured } from './cheapened.ts';
import { beyondOf } from './claims-beyond.ts';
import { defaultDecisionMargin } from './decision.ts';
import { roundMsOf } from './pace.ts';
import { quality } from './quality.ts';
import { remediation } from './remediation.ts';
import { summarise } from './summary.ts';

/** The parts of results that follow from the others: they can be made again from disk at any time. */
export type AnalysedParts =
  | 'comparisons'
  | 'quality'
  | 'claims'
  | 'answer'
  | 'limits'
  | 'fixFirst'
  | 'roundMs'
  | 'requirements';

/** Pure: from what was recorded to what it means. */
export function analyse(recorded: Omit<Results, AnalysedParts>, claims: readonly Claim[]): Results {
  const comparisons = [...compare(recorded), ...compareVariations(recorded)].map((one) => asConfigured(recorded, one));
  const roundMs = roundMsOf({ ...recorded, comparisons });
  const compared = {
    ...recorded,
    decisionMargin: recorded.decisionMargin ?? defaultDecisionMargin,
    ...(roundMs !== undefined && { roundMs }),
    comparisons,
    requirements: requirementsOf(recorded),
    ...(recorded.predictions && { predictions: confirmed(recorded) }),
    claims: [],
    answer: [],
    limits: [],
  };
  const checked: Results = { ...compared, quality: quality(compared) };
  const judged: Results = {
    ...checked,
    claims: claims
      .filter(({ scheme }) => recorded.run.schemes.includes(scheme))
      .map((claim) => {
        const { judge, id, row, scheme, statement } = claim;
        const beyond = beyondOf(claim, new Set(claims.map((one) => one.scheme)), checked);
        return { id, row, scheme, statement, ...judge(checked), ...(beyond.length > 0 && { beyond }) };
      }),
  };
  const fixFirst = remediation(judged);
  const remediated = recorded.targets || fixFirst.length > 0 ? { ...judged, fixFirst } : judged;
  return { ...remediated, ...summarise(remediated) };
}
