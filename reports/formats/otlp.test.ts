import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { fullResults } from '../results/fixtures/results.ts';
import otlp from './otlp.ts';

const attribute = z.strictObject({ key: z.string().min(1), value: z.strictObject({ stringValue: z.string() }) });
/** ExportMetricsServiceRequest of opentelemetry-proto 1.x, as far as gauges of doubles go. */
const Request = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeMetrics: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          metrics: z.array(
            z.strictObject({
              ...{ name: z.string(), description: z.string(), unit: z.enum(['1', 's', 'By']) },
              gauge: z.strictObject({
                dataPoints: z.array(
                  z.strictObject({
                    attributes: z.array(attribute),
                    timeUnixNano: z.string().regex(/^\d{19}$/),
                    asDouble: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]),
                  }),
                ),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
});

describe('run.otlp.json', () => {
  it('is a request to a collector, of the time at which the run ended', () => {
    const request = Request.parse(JSON.parse(otlp.files['run.otlp.json'](fullResults)));
    const metrics = request.resourceMetrics.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics),
    );
    const info = metrics.find(({ name }) => name === 'authbench_run_info');
    assert.equal(info?.gauge.dataPoints[0]?.timeUnixNano, `${Date.parse(fullResults.run.finishedAt ?? '')}000000`);
    assert.equal(new Set(metrics.map(({ name }) => name)).size, metrics.length);
    assert.ok(metrics.some(({ name, unit }) => name === 'authbench_cpu_servers_seconds' && unit === 's'));
  });
});
