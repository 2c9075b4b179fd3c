import { type Gauge, gaugesOf } from '../analysis/gauges.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';

/** For Prometheus and whatever reads its text: a file for the textfile collector, or to push. */
export default {
  id: 'openmetrics',
  files: {
    'run.prom': (results: Results) => `${gaugesOf(results).map(family).join('')}# EOF\n`,
  },
} satisfies Format;

/** https://github.com/prometheus/OpenMetrics, text format 1.0 */
function family({ name, unit, help, points }: Gauge): string {
  return [
    `# TYPE ${name} gauge`,
    ...(unit === '' ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...points.map(({ labels, value }) => `${name}${labelText(labels)} ${numberText(value)}`),
    '',
  ].join('\n');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
}

/** Control characters have no escape there. */
function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/"/g, '\\"')
    .replace(/\p{Cc}/gu, ' ');
}
