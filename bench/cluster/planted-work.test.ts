import assert from 'node:assert/strict';
import { Server } from 'node:http';
import { describe, it, type TestContext } from 'node:test';

let loaded = 0;

/**
 * CPU that a hundred requests of 2 ms each cost a server, in µs, after others and a rest in which it worked for itself.
 * @param core how much of one it has: the clock goes on by more than it has worked
 */
async function cost(t: TestContext, share: number, core = 1): Promise<number> {
  const clock = { ms: 1_000, cpuUs: 0 };
  const work = (us: number) => {
    clock.cpuUs += us;
    clock.ms += us / 1_000 / core;
  };
  const emit = Server.prototype.emit;
  process.env.PLANTED_SHARE = String(share);
  // each share is another module
  await import(`./planted-work.js?${++loaded}`);
  const now = t.mock.method(performance, 'now', () => {
    work(10);
    return clock.ms;
  });
  const usage = t.mock.method(process, 'cpuUsage', () => ({ user: clock.cpuUs, system: 0 }));
  try {
    const server = new Server();
    const ask = (times: number) => {
      for (let i = 0; i < times; i++) {
        server.emit('request');
        work(2_000);
      }
    };
    ask(33);
    work(500_000);
    const before = clock.cpuUs;
    ask(100);
    return clock.cpuUs - before;
  } finally {
    now.mock.restore();
    usage.mock.restore();
    Server.prototype.emit = emit;
  }
}

describe('planted work', () => {
  it('costs its share of what the requests cost, and nothing for what lies between them', async (t) => {
    const plain = await cost(t, 0);
    for (const share of [0.2, 1]) {
      const found = (await cost(t, share)) / plain - 1;
      assert.ok(Math.abs(found - share) < 0.05, `${found} where ${share} was planted`);
    }
  });

  it('costs as much where another program has half of the core meanwhile', async (t) => {
    const plain = await cost(t, 0, 0.5);
    const found = (await cost(t, 1, 0.5)) / plain - 1;
    assert.ok(Math.abs(found - 1) < 0.05, `${found} where 1 was planted`);
  });
});
