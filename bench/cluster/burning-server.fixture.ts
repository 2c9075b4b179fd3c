import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Burns 3 ms of CPU for each request, and tells what they used from the 21st on: before, starting up weighs in. */
let requests = 0;
let since: NodeJS.CpuUsage | undefined;

const server = createServer((_, response) => {
  if (++requests === 21) since = process.cpuUsage();
  const start = process.cpuUsage();
  while (used(process.cpuUsage(start)) < 3_000);
  response.end('done');
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ usedUs: used(process.cpuUsage(since)) }));

function used({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
