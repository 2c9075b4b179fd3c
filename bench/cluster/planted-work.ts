import { Server } from 'node:http';

/**
 * Loaded before a server's own modules, so that its process spends `PLANTED_SHARE` of the CPU time that its requests
 * take once more: a slow-down of known size, by which the bench measures itself. It keeps its size on any machine and at
 * any pace, since it follows what the process used (getrusage(2), all threads).
 */
const share = Number(process.env.PLANTED_SHARE);
const emit = Server.prototype.emit;
let settledAt: number | undefined;
let owed = 0;

Server.prototype.emit = function (event: string, ...rest: unknown[]) {
  if (event === 'request') pay();
  return Reflect.apply(emit, this, [event, ...rest]);
};

/** Whatever was used since the last payment is paid for; what is paid too much is owed less the next time. */
function pay(): void {
  const start = usedUs();
  // starting up is no request's work
  owed += share * (start - (settledAt ?? start));
  let now = start;
  while (now - start < owed) now = usedUs();
  owed -= now - start;
  settledAt = now;
}

function usedUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
