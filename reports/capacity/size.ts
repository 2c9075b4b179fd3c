import type { Requirements } from '../advice/requirements.ts';
import { figure, inSentence, list, percent } from '../text/wording.ts';
import type { Demands } from './demands.ts';
import { isKnown } from './estimate.ts';
import { planOf } from './plan.ts';
import { perRequest } from './plan-scheme.ts';
import { quantities, rangeText } from './quantities.ts';
import { questions, readWorkload, workloadText } from './workload.ts';

/**
 * What schemes need for what was asked of users, rate, instances and cost, a sentence each. It rules nobody out: how much
 * more is too much only who pays can say.
 */
export function sizeOf(requirements: Requirements, demands: Demands): string[] {
  const { users, ratePerSecond, instances, prefer = [] } = requirements;
  if (users !== undefined && ratePerSecond !== undefined) return [...planned(requirements, demands), further];
  const isAsked = users !== undefined || ratePerSecond !== undefined || prefer.includes('cost');
  return [...(instances === undefined ? [] : carried(instances, demands)), ...(isAsked ? [further] : [])];
}

const further = 'With a mix of your own, and with money: authbench plan --users N --rate N --mix SHARES --prices FILE.';

function planned({ users, ratePerSecond, sessionLengthMs }: Requirements, demands: Demands): string[] {
  const read = readWorkload({
    users: `${users}`,
    ratePerSecond: `${ratePerSecond}`,
    ...(sessionLengthMs !== undefined && { sessionLengthMs: `${sessionLengthMs}ms` }),
  });
  if ('problems' in read)
    return read.problems.map(({ name, message }) => `No plan: --${questions[name].flag} ${message}.`);
  const { schemes, breakEvens } = planOf(read.workload, demands);
  const lines = quantities(undefined);
  return [
    `Planned for ${workloadText(read.workload)}, extrapolated from one core.`,
    ...schemes.map((one) => {
      const parts = lines.map(({ title, of, show }) => `${inSentence(title)} ${rangeText(of(one), show)}`);
      return `${one.scheme}: ${parts.join('; ')}.`;
    }),
    ...breakEvens,
  ];
}

/** Reads alone: without a load nobody knows the mix. */
function carried(instances: number, { schemes }: Demands): string[] {
  const used = Number(questions.utilisation.otherwise);
  const rates = schemes.flatMap((demand) => {
    const read = perRequest(demand, { read: 1, login: 0, renewal: 0 }, 'servers');
    return isKnown(read) && read.middle > 0
      ? [`${figure((instances * used * 1e6) / read.middle)} with ${demand.scheme}`]
      : [];
  });
  if (rates.length === 0) return [];
  const servers = instances === 1 ? 'One instance' : `${instances} instances`;
  return [
    `${servers} of one core each, used to ${percent(used)}, would answer this many reads a second: ${list(rates)}, extrapolated from one core.`,
  ];
}
