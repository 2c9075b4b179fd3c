import type { Server } from 'node:http';

const LIMIT_MS = 5_000;

/** Ends the process on SIGTERM or SIGINT once every request under way is answered, or after 5 s. */
export function drainOnSignal(server: Server, release: () => Promise<void>): void {
  const drain = () => {
    server.close(() => {
      void release().finally(() => process.exit(0));
    });
    // A connection that becomes idle after its last answer would otherwise be held open for the next one.
    setInterval(() => server.closeIdleConnections(), 20).unref();
    setTimeout(() => server.closeAllConnections(), LIMIT_MS).unref();
  };
  process.once('SIGTERM', drain);
  process.once('SIGINT', drain);
}
