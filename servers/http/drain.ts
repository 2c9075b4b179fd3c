import type { Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * For 200 ms, a request on a connection that is already open is still answered, as the last one on it. Counted in looks:
 * a server that was kept from working meanwhile looks as often all the same.
 */
const LOOKS = 10;
const LOOK_EVERY_MS = 20;
const LIMIT_MS = 5_000;

/**
 * Resolves once every request under way is answered and all connections are closed, or after 5 s. When this begins, a
 * request may be on the wire: were its connection closed as idle, nobody could tell whether it took effect. So idle ones
 * stay open for a moment, and every answer says `Connection: close` (RFC 9112 §9.6).
 */
export async function drain(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), LIMIT_MS);
  server.prependListener('request', (_, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  for (let look = 0; look < LOOKS && (await connections(server)) > 0; look += 1) await delay(LOOK_EVERY_MS);
  // A connection that becomes idle after its last answer would otherwise be held open for the next one. A timer fires
  // before what has arrived is read, an immediate after it: only then is it known what is idle.
  const idle = setInterval(() => setImmediate(() => server.closeIdleConnections()), LOOK_EVERY_MS);
  await new Promise((resolve) => setImmediate(() => server.close(resolve)));
  clearInterval(idle);
  clearTimeout(late);
}

/** Drains on SIGTERM or SIGINT, and ends the process. */
export function drainOnSignal(server: Server, release: () => Promise<void>): void {
  const end = () => {
    void drain(server)
      .then(release)
      .finally(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
