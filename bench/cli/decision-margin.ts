import { Option } from 'commander';
import { defaultDecisionMargin } from '../../reports/analysis/decision.ts';
import type { Results } from '../../reports/results/results.ts';
import { percent } from '../../reports/text/wording.ts';
import { BenchError } from '../errors.ts';

/** How a run is read, and not how it was measured: every command that tells what a run came to takes it. */
export function decisionMarginFlag(): Option {
  return new Option(
    '--decision-margin <share>',
    `a smaller difference decides no architecture; ${percent(defaultDecisionMargin)} where none was given`,
  ).env('AUTHBENCH_DECISION_MARGIN');
}

/** `15%` as 0.15, or what is wrong with it. */
export function readDecisionMargin(text: string): number | string {
  const [, figure] = /^(\d+(?:\.\d+)?) ?%$/.exec(text) ?? [];
  const share = Number(figure) / 100;
  return share >= least && share <= most
    ? share
    : `--decision-margin '${text}' is no share between ${percent(least)} and ${percent(most)}, such as 15%`;
}

/** The same run, read by the margin that was given, else as it was before. @throws BenchError AB-E001 */
export function withDecisionMargin(results: Results, given: string | undefined): Results {
  if (given === undefined) return results;
  const decisionMargin = readDecisionMargin(given);
  if (typeof decisionMargin === 'string') throw new BenchError('AB-E001', decisionMargin);
  return { ...results, decisionMargin };
}

/** Below it no interval is ever as narrow. */
const least = 0.01;
/** Half as much decides for anybody. */
const most = 0.5;
