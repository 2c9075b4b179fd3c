import { gaugesOf } from '../analysis/gauges.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';

/** For OpenTelemetry: the body of a POST to /v1/metrics of a collector. */
export default {
  id: 'otlp',
  files: {
    'run.otlp.json': (results: Results) => `${JSON.stringify(request(results), undefined, 2)}\n`,
  },
} satisfies Format;

/** ExportMetricsServiceRequest in the JSON of protobuf, where a 64-bit number is a string. */
function request(results: Results): object {
  const { run, tool } = results;
  const timeUnixNano = `${Date.parse(run.finishedAt ?? run.startedAt)}000000`;
  return {
    resourceMetrics: [
      {
        resource: {
          attributes: attributes({
            'service.name': tool.name,
            'service.version': tool.version,
            'authbench.run': run.id,
          }),
        },
        scopeMetrics: [
          {
            scope: { name: tool.name, version: tool.version },
            metrics: gaugesOf(results).map(({ name, unit, help, points }) => ({
              ...{ name, description: help, unit: units[unit] },
              gauge: {
                dataPoints: points.map(({ labels, value }) => ({
                  ...{ attributes: attributes(labels), timeUnixNano, asDouble: double(value) },
                })),
              },
            })),
          },
        ],
      },
    ],
  };
}

/** In the Unified Code for Units of Measure, which OpenTelemetry asks for. */
const units = { '': '1', seconds: 's', bytes: 'By', ratio: '1' };

function attributes(labels: Readonly<Record<string, string>>): object[] {
  return Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

function double(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
