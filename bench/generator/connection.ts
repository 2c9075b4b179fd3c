import { connect, type Socket } from 'node:net';
import { createReader, type ParsedAnswer } from './answer.ts';
import type { Occupancy } from './occupancy.ts';

/** One keep-alive connection with at most one request under way; it opens itself anew whenever it was closed. */
export interface Connection {
  readonly ready: boolean;
  /** Its end on this side; undefined while it is not open. */
  readonly localPort: number | undefined;
  /** Sends a whole request, and is busy for that block until `answered` is called, exactly once. Only when `ready`. */
  send(request: Buffer, block: Pick<Occupancy, 'begin' | 'end'>, answered: (answer: ParsedAnswer) => void): void;
  /** Ends it for good; a request under way fails with the given reason. */
  destroy(failure: string): void;
}

/**
 * A plain socket: about three quarters of what undici's dispatcher costs per request (proofs/engine-cost.ts), and a
 * request goes out in the turn in which it is due. Nothing is set up per request but the request itself.
 * @param onReady called each time the connection can take a request, the first time when it is open.
 */
export function openConnection(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  timeoutMs: number,
  onReady: (connection: Connection) => void,
): Connection {
  let socket: Socket;
  let state: 'opening' | 'idle' | 'busy' | 'ended' = 'opening';
  let block: Pick<Occupancy, 'begin' | 'end'>;
  let answered: ((answer: ParsedAnswer) => void) | undefined;
  let sentAt = 0;
  let deadline: NodeJS.Timeout | undefined;
  let reopening: NodeJS.Timeout | undefined;
  let backOffMs = firstBackOffMs;
  let bytes = 0;

  const connection: Connection = {
    get ready() {
      return state === 'idle';
    },
    get localPort() {
      return socket.localPort;
    },
    send(request, busyFor, done) {
      state = 'busy';
      block = busyFor;
      block.begin();
      answered = done;
      bytes = 0;
      sentAt = performance.now();
      deadline ??= setTimeout(checkDeadline, timeoutMs);
      socket.write(request);
    },
    destroy(failure) {
      clearTimeout(reopening);
      clearTimeout(deadline);
      state = 'ended';
      socket.destroy();
      finish(failed(failure));
    },
  };

  /** One timer outlives many requests: setting and clearing one for each would cost more than reading the answer. */
  const checkDeadline = () => {
    deadline = undefined;
    if (state !== 'busy') return;
    const leftMs = sentAt + timeoutMs - performance.now();
    if (leftMs > 0) deadline = setTimeout(checkDeadline, leftMs);
    else lose('timeout');
  };
  const becomeReady = () => {
    state = 'idle';
    onReady(connection);
  };
  const finish = (answer: ParsedAnswer) => {
    const done = answered;
    if (!done) return;
    answered = undefined;
    block.end();
    done(answer);
  };
  const failed = (failure: string): ParsedAnswer => ({ status: 0, headers: {}, text: '', bytes, failure });
  /** Gives the socket up: whatever was under way has failed, and the next socket follows, later each time. */
  const lose = (failure: string) => {
    if (state === 'ended') return;
    state = 'opening';
    socket.destroy();
    reopening = setTimeout(open, backOffMs);
    backOffMs = Math.min(2 * backOffMs, longestBackOffMs);
    finish(failed(failure));
  };

  const open = () => {
    const reader = createReader(({ status, headers, text }, keepAlive) => {
      if (fresh !== socket || !answered) return;
      backOffMs = firstBackOffMs;
      finish({ status, headers, text, bytes });
      if (keepAlive && state === 'busy') becomeReady();
      else lose('closed');
    });
    const callback = (length: number) => {
      bytes += length;
      if (!reader.read(received.subarray(0, length)) && fresh === socket) lose('answer is not HTTP');
      return true;
    };
    const fresh = connect({ host: hostname, port, noDelay: true, onread: { buffer: received, callback } });
    socket = fresh;
    fresh.on('connect', becomeReady);
    fresh.on('end', reader.end);
    fresh.on('error', (error: NodeJS.ErrnoException) => {
      if (fresh === socket) lose(error.code ?? error.message);
    });
    fresh.on('close', () => {
      if (fresh === socket && state !== 'opening') lose('closed without an answer');
    });
  };
  open();
  return connection;
}

/** Every socket reads into it, one at a time: what is kept of it must be copied. */
const received = new Uint8Array(65_536);
const firstBackOffMs = 5;
const longestBackOffMs = 1_000;
