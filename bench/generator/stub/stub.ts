import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Entry of a process that is a server with a chosen fault, for the tests of the generator: a stalled server must not
 * stall the one who watches it. Prints its port to the parent; ends with it.
 */
const [fault = 'none'] = process.argv.slice(2);
let served = 0;
/** When each request came, on a clock that all processes share. */
const cameAt: number[] = [];
const spent = new Set<string>();

const server = createServer((request, response) => {
  served++;
  if (fault === 'arrivals') cameAt.push(performance.timeOrigin + performance.now());
  request.resume();
  if (fault === 'stall' && served === 500) block(1_000);
  if (fault === 'refuse') response.statusCode = 401;
  if (fault === 'reset' && served % 20 === 0) return void request.socket.destroy();
  if (fault === 'end' && served % 20 === 0) return void request.socket.end();
  if (fault === 'close' && served % 20 === 0) response.setHeader('connection', 'close');
  if (fault === 'silent') return;
  response.setHeader('content-type', 'application/json');
  if (fault === 'rotate') return rotate(request.headers['x-refresh'], response);
  response.end(JSON.stringify(fault === 'refuse' ? { error: 'unauthenticated' } : { id: 'u1' }));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
if (fault === 'arrivals') process.on('message', () => process.send?.(cameAt.splice(0)));

/** Takes its time, so that a second use of the same token would overlap with the first. */
function rotate(token: string | string[] | undefined, response: ServerResponse): void {
  if (typeof token === 'string' && spent.has(token)) response.statusCode = 401;
  if (typeof token === 'string') spent.add(token);
  const body = JSON.stringify({ id: 'u1', refresh: `r${served}` });
  setTimeout(() => response.end(body), 8);
}

/** Nothing of this process moves meanwhile, as in a long garbage collection. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
