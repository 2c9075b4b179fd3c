import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { deadlineOf } from '../machine/deadline.ts';

/** A server whose backlog is full lets a connection wait for minutes; nothing that is asked here waits for so long. */
const deadlineMs = 8_000;

/**
 * A connection to an origin, of plain bytes or under TLS, once it is up. It may be lost before anybody reads from it,
 * which is no error of ours: whoever uses it sees that it is closed.
 * @throws what kept it from coming up, or the signal's reason
 */
export async function openSocket(origin: string, signal?: AbortSignal): Promise<Socket> {
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  signal?.throwIfAborted();
  using deadline = deadlineOf(signal, deadlineMs);
  const socket = secure
    ? connectTls({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] })
    : connect({ host, port: Number(port || 80) });
  socket.on('error', () => {});
  try {
    await once(socket, secure ? 'secureConnect' : 'connect', { signal: deadline.signal });
    return socket.setNoDelay(true);
  } catch (error) {
    socket.destroy();
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  }
}
