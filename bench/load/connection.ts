import { connect, type Socket } from 'node:net';
import { HTTPParser } from 'http-parser-js';

export interface Answer {
  /** 0 when no whole answer came; `failure` then says why. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly text: string;
  readonly bytes: number;
  readonly failure?: string;
}

/** One keep-alive connection with at most one request under way; it opens itself anew whenever it was closed. */
export interface Connection {
  readonly ready: boolean;
  /** Sends a whole request. `answered` is called exactly once. Only when `ready`. */
  send(request: Buffer, answered: (answer: Answer) => void): void;
  /** Ends it for good; a request under way fails with the given reason. */
  destroy(failure: string): void;
}

/**
 * A plain socket and the parser that autocannon uses: about a quarter less CPU per request than undici's dispatcher
 * (engine-cost.ts measures both), and a request goes out in the turn in which it is due.
 * @param onReady called each time the connection can take a request, the first time when it is open.
 */
export function openConnection(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  timeoutMs: number,
  onReady: (connection: Connection) => void,
): Connection {
  let socket: Socket;
  let state: 'opening' | 'idle' | 'busy' | 'ended' = 'opening';
  let answered: ((answer: Answer) => void) | undefined;
  let deadline: NodeJS.Timeout | undefined;
  let reopening: NodeJS.Timeout | undefined;
  let backOffMs = firstBackOffMs;
  let bytes = 0;

  const connection: Connection = {
    get ready() {
      return state === 'idle';
    },
    send(request, done) {
      state = 'busy';
      answered = done;
      bytes = 0;
      deadline = setTimeout(lose, timeoutMs, 'timeout');
      socket.write(request);
    },
    destroy(failure) {
      clearTimeout(reopening);
      state = 'ended';
      socket.destroy();
      finish({ status: 0, headers: {}, text: '', bytes, failure });
    },
  };

  const becomeReady = () => {
    state = 'idle';
    onReady(connection);
  };
  const finish = (answer: Answer) => {
    clearTimeout(deadline);
    const done = answered;
    answered = undefined;
    done?.(answer);
  };
  /** Gives the socket up: whatever was under way has failed, and the next socket follows, later each time. */
  const lose = (failure: string) => {
    if (state === 'ended') return;
    state = 'opening';
    socket.destroy();
    reopening = setTimeout(open, backOffMs);
    backOffMs = Math.min(2 * backOffMs, longestBackOffMs);
    finish({ status: 0, headers: {}, text: '', bytes, failure });
  };

  const open = () => {
    const fresh = connect({ host: hostname, port, noDelay: true });
    socket = fresh;
    const parser = createParser((status, headers, text, keepAlive) => {
      if (fresh !== socket || !answered) return;
      backOffMs = firstBackOffMs;
      finish({ status, headers, text, bytes });
      if (keepAlive && state === 'busy') becomeReady();
      else lose('closed');
    });
    fresh.on('connect', becomeReady);
    fresh.on('data', (chunk) => {
      bytes += chunk.length;
      const outcome = parser.execute(chunk);
      if (outcome instanceof Error && fresh === socket) lose('answer is not HTTP');
    });
    fresh.on('end', () => parser.finish());
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

const firstBackOffMs = 5;
const longestBackOffMs = 1_000;

function createParser(
  onAnswer: (status: number, headers: Record<string, string | string[]>, text: string, keepAlive: boolean) => void,
) {
  const parser = new HTTPParser(HTTPParser.RESPONSE);
  let status = 0;
  let raw: readonly string[] = [];
  let chunks: Buffer[] = [];
  let keepAlive = true;
  parser[HTTPParser.kOnHeadersComplete] = (head) => {
    status = head.statusCode;
    raw = head.headers;
    keepAlive = head.shouldKeepAlive;
    chunks = [];
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
    chunks.push(chunk.subarray(offset, offset + length));
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    onAnswer(status, readHeaders(raw), Buffer.concat(chunks).toString(), keepAlive);
  };
  return parser;
}

/** Lower-case names to values; a name that comes more than once has them all. */
export function readHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}
