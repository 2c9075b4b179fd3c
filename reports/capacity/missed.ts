import type { Results } from '../results/results.ts';
import { command } from '../text/installation.ts';
import { percent } from '../text/wording.ts';
import type { Missing } from './estimate.ts';
import { isMissed } from './prediction/held-out.ts';
import type { Prediction } from './prediction/predict-demand.ts';
import { errorText, pointText } from './prediction/prediction-text.ts';

/** What predictions of a quantity were wrong by too much: nobody reckons on with it. */
export function missedBy(
  { predictions = [] }: Pick<Results, 'predictions'>,
  scheme: string,
  quantities: readonly Prediction['quantity'][],
): Missing | undefined {
  const worst = predictions
    .filter((one) => one.scheme === scheme && quantities.includes(one.quantity) && isMissed(one))
    // memory of their own is no part of a plan
    .filter(({ point }) => point.mode !== 'sticky')
    .toSorted((a, b) => Math.abs(b.error ?? 0) - Math.abs(a.error ?? 0))[0];
  if (!worst) return undefined;
  const { quantity, point, limit } = worst;
  return {
    scenario: point.scenario,
    scheme,
    what: named[quantity],
    because: `what was predicted of it for ${pointText(worst)} was wrong by ${errorText(worst)}, and it is not extrapolated beyond ${percent(limit)}`,
    command: `${command(`--scenario ${point.scenario}`)}, on a machine that does nothing else`,
  };
}

const named: Readonly<Record<Prediction['quantity'], string>> = {
  throughput: 'growth with instances',
  'cpu.servers': 'CPU of servers',
  'cpu.store': 'CPU of the store',
  'store.commands': 'commands to the store',
  'bytes.up': 'bytes of a request',
  'bytes.down': 'bytes of an answer',
};
