import assert from 'node:assert/strict';
import { it } from 'node:test';
import { near } from './near.ts';

it('a mistyped name is near to what it may be meant for, the most alike first', () => {
  const schemes = ['session', 'jwt', 'jwt-refresh', 'bff'];
  const metrics = ['throughput', 'cpu.total', 'cpu.servers', 'latency.p50', 'latency.p95', 'latency.p99', 'lag.p99'];
  assert.deepEqual(
    [near('sesion', schemes), near('JWT', schemes), near('jwt-refersh', schemes), near('oauth', schemes)],
    [['session'], ['jwt'], ['jwt-refresh'], []],
  );
  assert.deepEqual(
    [near('latency.p98', metrics), near('cpu', metrics), near('p99', metrics)],
    [
      ['latency.p95', 'latency.p99', 'latency.p50'],
      ['cpu.total', 'cpu.servers'],
      ['latency.p99', 'lag.p99'],
    ],
  );
});
