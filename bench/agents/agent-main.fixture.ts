import { unbounded } from '../targets/own/unbounded.ts';
import { serveAgent } from './agent.ts';

/** Entry of an agent for tests; its errors of the clock are chosen, and its event loop can be blocked. */
const given = JSON.parse(process.argv[2] ?? '{}');
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('message', (ms: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
});
const say = (text: string) => process.send?.(text);
await serveAgent({
  roles: ['load'],
  consent: { targets: [], limits: unbounded },
  stays: true,
  say,
  signal: stop.signal,
  ...given,
});
process.disconnect?.();
