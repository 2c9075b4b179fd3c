import type { Results } from '../results/results.ts';

type Quality = Results['quality'][number];
type Agent = NonNullable<Results['agents']>[number];

/** As far apart as two agents may find the same server; more, and what they measure together is a mixture. */
const mostApart = 1.1;
/** In ms, of the 99th percentile. */
const mostSkew = 5;

/** Whether machines that made load together were one generator, and were there to the end. Pure. */
export function qualityOfAgents({ agents = [] }: Pick<Results, 'agents'>): Quality[] {
  if (agents.length === 0) return [];
  const loading = agents.filter(({ blocks }) => blocks > 0);
  return [present(agents), ...together(loading), ...alike(loading)];
}

function present(agents: readonly Agent[]): Quality {
  const lost = agents.flatMap(({ name, lost }) => (lost === null ? [] : [`${name}: ${lost}`]));
  const thrown = agents.flatMap(({ name, wrong }) =>
    wrong.map(({ because, blocks }) => `${name} ${because} (${blocks})`),
  );
  return {
    id: 'agents-present',
    title: 'Agents that were there to the end',
    measured: [`${agents.length - lost.length} of ${agents.length}`, ...lost, ...thrown].join('; '),
    limit: 'all, and no block thrown away for one of them',
    state: lost.length === 0 && thrown.length === 0 ? 'ok' : 'warning',
    consequence: 'a block of which one agent sent less than its part is in no figure; the run went on with the rest',
  };
}

function together(agents: readonly Agent[]): Quality[] {
  if (agents.length < 2) return [];
  const skews = agents.flatMap(({ startSkewMs }) => startSkewMs?.p99 ?? []);
  const worst = Math.max(...skews);
  return [
    {
      id: 'agents-start-skew',
      title: 'How far apart agents began, as the target saw it, p99 of blocks',
      measured: skews.length === 0 ? 'the target did not see it' : `${worst.toFixed(1)} ms`,
      limit: `at most ${mostSkew} ms`,
      state: skews.length === 0 ? 'unknown' : worst <= mostSkew ? 'ok' : 'warning',
      consequence:
        'at the edges of a block not all of them were at work; a block whose first requests they missed is in no figure',
    },
  ];
}

function alike(agents: readonly Agent[]): Quality[] {
  const tried = agents.flatMap(({ name, agreement }) => (agreement ? [{ name, ...agreement }] : []));
  if (tried.length < 2) return [];
  const apart = tried.filter(({ low, high }) => low > mostApart || high < 1 / mostApart);
  const undecided = tried.filter(({ low, high }) => high > mostApart || low < 1 / mostApart);
  return [
    {
      id: 'agents-agree',
      title: 'What requests take, agent by agent alone on the same server',
      measured: tried
        .map(({ name, ratio, low, high }) => `${name} ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`)
        .join(', '),
      limit: `within ${mostApart} times each other`,
      state: apart.length > 0 ? 'failed' : undecided.length > 0 ? 'warning' : 'ok',
      consequence:
        'agents that are known to differ by more are no one generator: what they measured together is in no figure',
    },
  ];
}
