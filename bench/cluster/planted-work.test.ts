import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';

const plantedWork = new URL('./planted-work.js', import.meta.url).href;
const server = new URL('./burning-server.fixture.js', import.meta.url);

/** CPU of the whole server process for so many requests, in µs. */
async function cost(share: number): Promise<number> {
  const child = fork(server, {
    execArgv: ['--import', plantedWork],
    env: { PLANTED_SHARE: String(share) },
  });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const ask = async (times: number) => {
      for (let i = 0; i < times; i++) await (await fetch(`http://127.0.0.1:${port}`)).text();
    };
    // starting up weighs in at first
    await ask(33);
    child.send('rest');
    await once(child, 'message');
    await ask(100);
    child.send('how much');
    const [{ usedUs }] = (await once(child, 'message')) as [{ usedUs: number }];
    return usedUs;
  } finally {
    child.kill();
  }
}

describe('planted work', () => {
  it('costs its share of what the requests cost, and nothing for what lies between them', async () => {
    for (const share of [0.2, 1]) {
      const found: number[] = [];
      const isRight = () => found.some((one) => Math.abs(one - share) < 0.05);
      // the best of some: what else the machine does makes switches dearer, and may leave the server at rest
      while (found.length < 10 && !isRight()) {
        const plain = await cost(0);
        found.push((await cost(share)) / plain - 1);
      }
      assert.ok(isRight(), `${found} where ${share} was planted`);
    }
  });
});
