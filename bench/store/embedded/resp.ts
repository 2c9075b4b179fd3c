/**
 * The Redis serialization protocol as a server sees it: requests are arrays of bulk strings (RESP2 and RESP3 alike),
 * replies differ in null, set and map only. https://redis.io/docs/latest/develop/reference/protocol-spec/
 *
 * Arguments and replies are latin1 strings, one character per byte: binary-safe, compact in V8, and a whole batch of
 * replies is one string and one write.
 */
export type Resp = 2 | 3;

/** The connection cannot be read any further: it is answered and closed, as Redis does. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export interface Limits {
  readonly argumentBytes: number;
  readonly arguments: number;
}

/** Cuts a byte stream into commands, however it is chunked. `feed` throws ProtocolError after the last good command. */
export function createParser(limits: Limits): { feed(chunk: Buffer): Generator<string[]> } {
  let chunks: Buffer[] = [];
  let size = 0;
  /** No attempt to read before that many bytes are there, so that a large value in small chunks stays linear. */
  let wanted = 1;

  return {
    *feed(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size < wanted) return;
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, size);
      let at = 0;
      for (let read = readCommand(bytes, at, limits); ; read = readCommand(bytes, at, limits)) {
        if (typeof read === 'number') {
          wanted = read - at;
          break;
        }
        at = read.end;
        if (read.args.length > 0) yield read.args;
      }
      chunks = at < bytes.length ? [bytes.subarray(at)] : [];
      size = bytes.length - at;
    },
  };
}

/** @returns the command that starts at `at`, or the least length `bytes` must have before it is worth trying again. */
function readCommand(bytes: Buffer, at: number, limits: Limits): { args: string[]; end: number } | number {
  if (at < bytes.length && bytes[at] !== star) throw new ProtocolError("expected '*'");
  const head = bytes.indexOf(lineFeed, at);
  if (head < 0) return unfinishedLine(bytes, at);
  const count = readLength(bytes, at + 1, head - 1);
  if (count === undefined || count > limits.arguments) throw new ProtocolError('invalid multibulk length');
  const args: string[] = [];
  let end = head + 1;
  while (args.length < count) {
    if (end < bytes.length && bytes[end] !== dollar) {
      throw new ProtocolError(`expected '$', got '${bytes.toString('latin1', end, end + 1)}'`);
    }
    const line = bytes.indexOf(lineFeed, end);
    if (line < 0) return unfinishedLine(bytes, end);
    const length = readLength(bytes, end + 1, line - 1);
    if (length === undefined || length < 0 || length > limits.argumentBytes) {
      throw new ProtocolError('invalid bulk length');
    }
    end = line + 1 + length + 2;
    if (end > bytes.length) return end;
    args.push(bytes.toString('latin1', line + 1, line + 1 + length));
  }
  return { args, end };
}

/** A length in canonical decimal between `from` and the carriage return at `to`. */
function readLength(bytes: Buffer, from: number, to: number): number | undefined {
  if (bytes[to] !== carriageReturn) return undefined;
  const text = bytes.toString('latin1', from, to);
  return /^(0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : undefined;
}

function unfinishedLine(bytes: Buffer, from: number): number {
  if (bytes.length - from > longestLine) throw new ProtocolError('too big count string');
  return bytes.length + 1;
}

const [star, dollar, carriageReturn, lineFeed, longestLine] = [0x2a, 0x24, 0x0d, 0x0a, 32];

export const ok = '+OK\r\n';
export const status = (text: string) => `+${text}\r\n`;
/** `text` starts with the error's kind, e.g. `ERR`, `WRONGTYPE`. A line break inside would end the reply early. */
export const failure = (text: string) => `-${text.replace(/[\r\n]/g, ' ')}\r\n`;
export const integer = (value: number) => `:${value}\r\n`;
export const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
export const nullReply = (resp: Resp) => (resp === 3 ? '_\r\n' : '$-1\r\n');
/** Of replies that are encoded already. */
export const array = (replies: readonly string[]) => `*${replies.length}\r\n${replies.join('')}`;
export const set = (members: Iterable<string>, resp: Resp) => {
  const replies = Array.from(members, bulk);
  return `${resp === 3 ? '~' : '*'}${replies.length}\r\n${replies.join('')}`;
};
export const map = (entries: readonly (readonly [string, string])[], resp: Resp) =>
  `${resp === 3 ? `%${entries.length}` : `*${entries.length * 2}`}\r\n${entries.map(([k, v]) => bulk(k) + v).join('')}`;
