import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import protojson from 'protobufjs/ext/protojson.js';
import { fullResults } from '../results/fixtures/results.ts';
import { readResults } from '../results/read-results.ts';
import otlp from './otlp.ts';

// The package carries opentelemetry-proto 1.0.0, byte for byte: the first release whose metrics are stable for good.
const definitions = fileURLToPath(new URL('../proto/', import.meta.resolve('@platformatic/promotel')));
const root = new protobuf.Root();
root.resolvePath = (_, file) => definitions + file;
root.loadSync('opentelemetry/proto/collector/metrics/v1/metrics_service.proto').resolveAll();
const Request = root.lookupType('opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest');

const parsed = (request: unknown) => protojson.fromJson(Request, request);
const written = (results: typeof fullResults) => JSON.parse(otlp.files['run.otlp.json'](results));

describe('run.otlp.json', () => {
  it('is what the schema of OpenTelemetry takes, from a stored run too, and says no more than that', async () => {
    const example = new URL('../../../reports/example/results.json', import.meta.url);
    const reading = readResults(JSON.parse(await readFile(example, 'utf8')));
    assert.ok('results' in reading);
    for (const results of [fullResults, reading.results]) {
      const request = written(results);
      // back again: OTLP allows no other spelling of a field than this one, while JSON of protobuf alone has two
      assert.deepEqual(plain(protojson.toJson(Request, parsed(request))), withoutEmpty(request));
    }
  });

  it('would be refused with a field, an enum or a type that the schema has not', () => {
    const refused = (change: (metric: Record<string, unknown>) => void, why: RegExp) => {
      const request = written(fullResults);
      change(request.resourceMetrics[0].scopeMetrics[0].metrics[0]);
      assert.throws(() => parsed(request), why);
    };
    refused((metric) => Object.assign(metric, { help: 'of a run' }), /unknown field: "help"/);
    refused((metric) => Object.assign(metric, { unit: 1 }), /Metric\.unit: expected string/);
    refused((metric) => {
      metric.sum = { ...(metric.gauge as object), aggregationTemporality: 'SINCE_EVER' };
      delete metric.gauge;
    }, /unknown enum value: "SINCE_EVER"/);
    refused((metric) => Object.assign(metric, { gauge: { dataPoints: [{ timeUnixNano: 'now' }] } }), /invalid integer/);
    refused((metric) => Object.assign(metric, { gauge: { dataPoints: [{ asDouble: 'much' }] } }), /invalid number/);
  });

  it('is a request to a collector, of the time at which the run ended', () => {
    const metrics: Metric[] = written(fullResults).resourceMetrics[0].scopeMetrics[0].metrics;
    const info = metrics.find(({ name }) => name === 'authbench_run_info');
    assert.equal(info?.gauge.dataPoints[0]?.timeUnixNano, `${Date.parse(fullResults.run.finishedAt ?? '')}000000`);
    assert.equal(new Set(metrics.map(({ name }) => name)).size, metrics.length);
    assert.ok(metrics.some(({ name, unit }) => name === 'authbench_cpu_servers_seconds' && unit === 's'));
  });
});

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly gauge: { readonly dataPoints: readonly { readonly timeUnixNano: string }[] };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Protobuf knows no list that is there and empty. */
function withoutEmpty(request: unknown): unknown {
  return JSON.parse(
    JSON.stringify(request, (_, value) => (Array.isArray(value) && value.length === 0 ? undefined : value)),
  );
}
