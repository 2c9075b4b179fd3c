import { type Connection, openConnection } from './connection.ts';
import type { OpenJob } from './job.ts';

/** The connections of a job, shared out evenly among its instances. */
export interface OpenConnections {
  readonly all: readonly Connection[];
  /** Resolves when every one is open; rejects when that takes longer than a request may. */
  readonly opened: Promise<void>;
}

/** @param onReady called whenever one can send: when it has opened, and after each answer */
export function openConnections(
  { connections: count, origins, timeoutMs }: Pick<OpenJob, 'connections' | 'origins' | 'timeoutMs'>,
  onReady: (connection: Connection, instance: number) => void,
): OpenConnections {
  const all: Connection[] = [];
  const fresh = new Set<Connection>();
  const opened = new Promise<void>((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new Error(`${fresh.size} of ${count} connections opened within ${timeoutMs} ms`));
    }, timeoutMs);
    for (let i = 0; i < count; i++) {
      const instance = i % origins.length;
      const { hostname, port } = new URL(origins[instance] as string);
      const ready = (connection: Connection) => {
        if (fresh.size < count && fresh.add(connection).size === count) {
          clearTimeout(deadline);
          resolve();
        }
        onReady(connection, instance);
      };
      all.push(openConnection({ hostname, port: Number(port) }, timeoutMs, ready));
    }
  });
  return { all, opened };
}
