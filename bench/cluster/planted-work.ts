import { Server } from 'node:http';

/**
 * Loaded before a server's own modules, so that its process spends `PLANTED_SHARE` of the CPU time that its requests
 * take once more: a slow-down of known size, by which the bench measures itself. It keeps its size on any machine and at
 * any pace, since it follows what the process used (getrusage(2), all threads). At a share of 0 it does all but the work,
 * so that arms in which nothing is planted differ from the others by nothing else.
 *
 * Each request carries its part: spent in lumps, the time would hold up requests that are then answered together, which
 * saves the server some of what was planted.
 */
const share = Number(process.env.PLANTED_SHARE);
/** What was used is read once in so many requests, since reading it is work too. */
const requestsPerSettling = 4;
/** Whoever waited so long was not under load: what was used meanwhile is no request's. */
const restMs = 50;
const emit = Server.prototype.emit;
let requests = 0;
let lastAt = Number.NEGATIVE_INFINITY;
/** In µs, as what follows. */
let settledAt = 0;
let perRequest = 0;
let burnt = 0;
let owed = 0;
let noise = 1;

Server.prototype.emit = function (event: string, ...rest: unknown[]) {
  if (event === 'request') {
    const now = performance.now();
    if (now - lastAt > restMs) begin();
    else if (++requests % requestsPerSettling === 0) settle();
    lastAt = now;
    burn(perRequest);
  }
  return Reflect.apply(emit, this, [event, ...rest]);
};

function begin(): void {
  requests = 0;
  burnt = 0;
  settledAt = usedUs();
}

/** The next requests burn their share of what the last ones used by themselves; what came out otherwise is made up for. */
function settle(): void {
  const now = usedUs();
  owed += share * (now - settledAt - burnt) - burnt;
  settledAt = now;
  burnt = 0;
  perRequest = Math.max(0, owed) / requestsPerSettling;
}

/**
 * By the wall clock, read without a system call and seldom: each reading leaves garbage, whose collection is work too. What
 * it came to is asked once: where others had the core meanwhile it is less, and is made up for.
 */
function burn(us: number): void {
  const began = usedUs();
  const until = performance.now() + us / 1_000;
  while (performance.now() < until) for (let i = 0; i < 50; i += 1) noise = Math.imul(noise, 1_103_515_245);
  burnt += usedUs() - began;
}

function usedUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
