import { once } from 'node:events';
import type { RawReply } from '../../scenarios/exchange.ts';
import { openSocket } from './open-socket.ts';

/** A server that has answered is given this long to answer once more: a smuggled request is served at once. */
const quietMs = 120;

/**
 * Writes bytes to a connection of their own, exactly as they are, and collects what comes back until the server closes
 * or falls silent. For requests that no HTTP client would agree to send.
 * @param deadlineMs how long the first answer is waited for
 * @throws where there is no connection: who takes none has refused nothing that was sent
 */
export async function rawExchange(
  origin: string,
  bytes: string,
  signal?: AbortSignal,
  deadlineMs = 8_000,
): Promise<RawReply> {
  const socket = await openSocket(origin, signal).catch((error) => {
    // taken, and reset before we heard of it
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return undefined;
    throw error;
  });
  if (!socket) return { statuses: [], text: '', closed: true };
  const chunks: Buffer[] = [];
  let closed = false;
  const quiet = new AbortController();
  let timer = setTimeout(() => quiet.abort(), deadlineMs);
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    clearTimeout(timer);
    timer = setTimeout(() => quiet.abort(), quietMs);
  });
  socket.on('end', () => {
    closed = true;
  });
  // A reset is an answer too: the server wants no more of this.
  socket.on('error', () => {
    closed = true;
  });
  try {
    socket.write(bytes, 'latin1');
    await once(socket, 'close', { signal: signal ? AbortSignal.any([signal, quiet.signal]) : quiet.signal });
  } catch {
    signal?.throwIfAborted();
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
  const text = Buffer.concat(chunks).toString('latin1');
  return { statuses: [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status)), text, closed };
}
