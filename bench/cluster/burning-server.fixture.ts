import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Burns 4 ms of CPU for each request. Told to rest, it burns a quarter of a second for none; then it tells what it used since. */
let since = process.cpuUsage();

const server = createServer((_, response) => {
  burn(4_000);
  response.end('done');
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (what) => {
  if (what === 'rest') {
    burn(250_000);
    since = process.cpuUsage();
  }
  process.send?.({ usedUs: used(process.cpuUsage(since)) });
});

function burn(us: number): void {
  const start = process.cpuUsage();
  while (used(process.cpuUsage(start)) < us);
}

function used({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
