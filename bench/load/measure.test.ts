import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { startGenerator } from './generator.ts';
import type { OpenJob } from './job.ts';
import { measureLoad } from './measure.ts';

const job = (origin: string): OpenJob => ({
  executor: 'open',
  scenario: 'authenticated-read',
  protocol: {
    credentials: {},
    steps: {
      login: { method: 'POST', path: '/login', carries: [], ok: [200] },
      me: { method: 'GET', path: '/me', carries: [], ok: [200], subject: 'id' },
    },
  },
  authority: 'app.test',
  origins: [origin],
  users: [{ user: { id: 'u1', username: 'ann', password: 'pw' }, credential: {} }],
  connections: 4,
  warmUpMs: 100,
  durationMs: 500,
  timeoutMs: 5_000,
  rate: 200,
  routing: 'round-robin',
  queueLimit: 1_000,
  seed: 1,
});

describe('a measured block of load', () => {
  it('says what each request cost the server and the generator', async () => {
    const stub = fork(new URL('./stub.js', import.meta.url), ['none']);
    const [port] = await once(stub, 'message');
    const generator = await startGenerator();
    try {
      const components = { servers: [stub.pid!], store: 'none' } as const;
      const measured = await measureLoad(
        generator,
        job(`http://127.0.0.1:${port}`),
        components,
        new AbortController().signal,
      );
      const values = Object.fromEntries(measured.metrics.map(({ metric, value }) => [metric, value]));
      assert.equal(measured.result.counts.completed, 100);
      assert.equal(values.errors, 0);
      assert.ok(values['bytes.up']! > 20 && values['bytes.down']! > 50);
      if (process.platform !== 'linux') return;
      for (const cost of ['cpu.servers', 'cpu.generator', 'cpu.total'])
        assert.ok(values[cost]! > 5, `${cost} is ${values[cost]}`);
      assert.equal(values['cpu.total'], values['cpu.servers']);
    } finally {
      await generator[Symbol.asyncDispose]();
      stub.disconnect();
      await once(stub, 'exit');
    }
  });
});
