import type { Server } from 'node:http';

const LIMIT_MS = 5_000;

/** Takes no more requests, and resolves once every request under way is answered, or after 5 s. */
export async function drain(server: Server): Promise<void> {
  // A connection that becomes idle after its last answer would otherwise be held open for the next one.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), LIMIT_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
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
