import { Server } from 'node:http';

/**
 * Loaded before a server's own modules, so that its process spends `PLANTED_SHARE` of the CPU time that its requests
 * take once more: a slow-down of known size, by which the bench measures itself. It keeps its size on any machine and at
 * any pace, since it follows what the process used (getrusage(2), all threads). At a share of 0 it does all but the work.
 */
const share = Number(process.env.PLANTED_SHARE);
/** What was used is read once in so many requests, since reading it is work too, and none that was planted. */
const requestsPerPayment = 4;
const emit = Server.prototype.emit;
let requests = 0;
let settledAt: number | undefined;
let owed = 0;

Server.prototype.emit = function (event: string, ...rest: unknown[]) {
  if (event === 'request' && requests++ % requestsPerPayment === 0) pay();
  return Reflect.apply(emit, this, [event, ...rest]);
};

/** Whatever was used since the last payment is paid for; what is paid too much is owed less the next time. */
function pay(): void {
  const start = usedUs();
  // starting up is no request's work
  owed += share * (start - (settledAt ?? start));
  let now = start;
  while (now - start < owed) {
    burn(owed - (now - start));
    now = usedUs();
  }
  owed -= now - start;
  settledAt = now;
}

/** By the wall clock, which is read without a system call: hundreds of those would disturb more than what was planted. */
function burn(us: number): void {
  const until = performance.now() + us / 1_000;
  while (performance.now() < until);
}

function usedUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
