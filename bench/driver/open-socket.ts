import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A connection to an origin, of plain bytes or under TLS, once it is up. */
export async function openSocket(origin: string): Promise<Socket> {
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') {
    const socket = connectTls({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] });
    await once(socket, 'secureConnect');
    return socket.setNoDelay(true);
  }
  const socket = connect({ host, port: Number(port || 80), noDelay: true });
  await once(socket, 'connect');
  return socket;
}
