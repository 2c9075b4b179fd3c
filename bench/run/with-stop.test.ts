import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { describe, it } from 'node:test';

/**
 * A process that works until it is cut, tells how each signal was heard, and leaves alone what fails by the cut: a wait
 * of which it holds the promise only, and one that fails later by what the first left behind.
 */
const script = `
  import { setTimeout as delay } from 'node:timers/promises';
  const { withStop } = await import(${JSON.stringify(new URL('./with-stop.js', import.meta.url).href)});
  const say = (text) => process.stdout.write(text + '\\n');
  const work = async ({ soft, hard }) => {
    const alone = delay(600_000, undefined, { signal: hard });
    alone.then(() => {}, async () => { await delay(20); }).then(() => { throw new Error('left behind'); });
    say('works');
    await new Promise((resolve) => hard.addEventListener('abort', resolve));
    say(soft.reason + ', ' + hard.reason.message);
    await delay(60);
    if (process.argv[1] === 'throws') throw hard.reason;
    say('report written');
    return 'terminated';
  };
  say(await withStop(work, (signal) => say('told of ' + signal)));
  process.exitCode = 7;`;

async function cut(signal: NodeJS.Signals, how: string): Promise<{ said: string[]; code: number; err: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, how], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close');
  for await (const [chunk] of on(child.stdout, 'data', { close: ['end'] })) {
    out += chunk;
    // one after the other, whatever lies between them
    if (/^(works|told of \w+)$/.test(out.trim().split('\n').at(-1) ?? '')) child.kill(signal);
  }
  const [code] = await ended;
  return { said: out.trim().split('\n'), code, err };
}

describe('work that signals end', { timeout: 60_000 }, () => {
  it('is cut by the second and ends by itself, whatever else the cut makes fail', async () => {
    const [written, thrown] = await Promise.all([cut('SIGTERM', 'returns'), cut('SIGINT', 'throws')]);
    assert.deepEqual(written, {
      said: ['works', 'told of SIGTERM', 'SIGTERM, cut by SIGTERM', 'report written', 'terminated'],
      code: 7,
      err: '',
    });
    assert.deepEqual(thrown, {
      said: ['works', 'told of SIGINT', 'SIGINT, cut by SIGINT', 'interrupted'],
      code: 7,
      err: '',
    });
  });
});
