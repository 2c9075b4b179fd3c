import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { hostMs } from '../machine/host-clock.ts';

/** When the first request of each connection to this process came, by the port on the other side. */
export interface FirstRequests {
  /** All since the last time. */
  take(): (readonly [port: number, atMs: number])[];
}

export function noteFirstRequests(): FirstRequests {
  const seen = new WeakSet<object>();
  let firsts = new Map<number, number>();
  subscribe('http.server.request.start', (message) => {
    const { socket } = (message as { readonly request: IncomingMessage }).request;
    if (seen.has(socket)) return;
    seen.add(socket);
    firsts.set(socket.remotePort ?? 0, hostMs());
  });
  return {
    take() {
      const taken = [...firsts];
      firsts = new Map();
      return taken;
    },
  };
}
