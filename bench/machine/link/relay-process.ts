import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Alarm, createAlarm } from './alarm.ts';
import type { Address, RelayCommand } from './link.ts';

let address: Address = JSON.parse(process.argv[2] ?? '{}');
const pairs = new Set<readonly [Socket, Socket]>();
let delayMs = 0;
let isCut = false;

// Whoever started this is gone, and with it the reason to run.
process.on('disconnect', () => process.exit(0));
if (!process.connected) process.exit(0);

const late = createLate(await createAlarm());
const server = createServer({ noDelay: true }, (client) => {
  client.on('error', () => {});
  if (isCut) client.resetAndDestroy();
  else join(client, connect({ ...address, noDelay: true }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
// after connections that were made before it: where both have come, nobody knows which of them is told of first
process.on('message', (command: RelayCommand) =>
  setImmediate(() => {
    carryOut(command);
    process.send?.('done');
  }),
);
process.send?.((server.address() as AddressInfo).port);

function carryOut(command: RelayCommand): void {
  if ('delayMs' in command) delayMs = command.delayMs;
  else if ('to' in command) address = command.to;
  else {
    if ('cut' in command) isCut = command.cut;
    if ('reset' in command || command.cut)
      for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
  }
}

function join(client: Socket, upstream: Socket): void {
  const pair = [client, upstream] as const;
  pairs.add(pair);
  for (const [from, to] of [pair, [upstream, client] as const]) {
    from.on('data', (bytes) => late(() => to.writable && to.write(bytes)));
    from.on('end', () => late(() => to.end()));
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => pairs.delete(pair));
  }
}

/** Runs things `delayMs` later, in the order in which they were given. */
function createLate(alarm: Alarm): (act: () => void) => void {
  let waiting: { readonly at: number; readonly act: () => void }[] = [];
  const run = () => {
    const now = performance.now();
    const next = waiting.findIndex(({ at }) => at > now);
    const due = next < 0 ? waiting : waiting.slice(0, next);
    waiting = next < 0 ? [] : waiting.slice(next);
    for (const { act } of due) act();
    if (waiting[0]) alarm.at(waiting[0].at, run);
  };
  return (act) => {
    if (delayMs === 0 && waiting.length === 0) act();
    else if (waiting.push({ at: performance.now() + delayMs, act }) === 1) alarm.at(waiting[0]?.at ?? 0, run);
  };
}
