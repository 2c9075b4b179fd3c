import { unbounded } from '../targets/own/unbounded.ts';
import { serveAgent } from './agent.ts';

/** Entry of an agent for trials: its clock may be wrong, and its event loop can be blocked for so many ms. */
const { targets = [], limits = {}, ...given } = JSON.parse(process.argv[2] ?? '{}');
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort()).on('disconnect', () => stop.abort());
process.on('message', (ms: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
});
await serveAgent({
  ...{ roles: ['load'], consent: { targets, limits: { ...unbounded, ...limits } }, stays: true, signal: stop.signal },
  servers: { reach: '127.0.0.1', storeUrl: undefined },
  say: (text) => {
    if (process.connected) process.send?.(text);
  },
  ...given,
});
process.disconnect?.();
