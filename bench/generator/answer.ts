import { HTTPParser } from 'http-parser-js';

export interface ParsedAnswer {
  /** 0 when no whole answer came; `failure` then says why. */
  readonly status: number;
  /** The same object for heads that differ in their date alone, which is that of the first. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly text: string;
  readonly bytes: number;
  readonly failure?: string;
}

/** Finds answers in what one connection receives. */
export interface Reader {
  /** The chunk may be overwritten afterwards. @returns whether it is HTTP. */
  read(chunk: Uint8Array): boolean;
  /** The other side has ended the connection. */
  end(): void;
}

interface Head extends Pick<ParsedAnswer, 'status' | 'headers'> {
  readonly keepAlive: boolean;
}

/**
 * A server says the same head again and again, but for its date: one that the parser has read before is looked up, and
 * the body is what follows it. Whatever does not come as one whole answer in one chunk goes through the parser.
 */
export function createReader(
  onAnswer: (answer: Pick<ParsedAnswer, 'status' | 'headers' | 'text'>, keepAlive: boolean) => void,
): Reader {
  let midway = false;
  let whole: { readonly text: string; readonly bodyLength: number } | undefined;
  const parser = createParser((head, body) => {
    midway = false;
    const isPlain = whole?.bodyLength === body.length && saysItsLength(head);
    const { status, headers, keepAlive } = isPlain ? learn(whole?.text ?? '', head, body.length) : head;
    onAnswer({ status, headers, text: body.toString() }, keepAlive);
  });
  return {
    read(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      whole = undefined;
      const bodyAt = midway ? 0 : chunk.indexOf(emptyLine) + emptyLine.length;
      if (bodyAt > emptyLine.length) {
        const text = chunk.toString('latin1', 0, bodyAt);
        const bodyLength = chunk.length - bodyAt;
        const head = heads.get(text);
        if (head?.bodyLength === bodyLength) {
          const { status, headers, keepAlive } = head;
          onAnswer({ status, headers, text: chunk.toString('utf8', bodyAt) }, keepAlive);
          return true;
        }
        whole = { text, bodyLength };
      }
      midway = true;
      return !(parser.execute(chunk) instanceof Error);
    },
    end: () => void parser.finish(),
  };
}

const emptyLine = '\r\n\r\n';
interface KnownHead extends Head {
  readonly bodyLength: number;
  readonly undated: string;
}

/** By their own text. Of all connections together, since instances say the same. */
const heads = new Map<string, KnownHead>();
const mostHeads = 64;
const date = /^date: .*\r\n/im;

/** Once a second the date is another one: were it another head, every user's next answer would be judged anew. */
function learn(text: string, head: Head, bodyLength: number): Head {
  const undated = text.replace(date, '');
  const alike = [...heads.values()].find((known) => known.undated === undated);
  if (heads.size === mostHeads) heads.clear();
  const known = { ...(alike ?? head), bodyLength, undated };
  heads.set(text, known);
  return known;
}

/** A cookie comes only once; a body that says where it ends, or that ends with the connection, must be read to its end. */
function saysItsLength({ status, headers }: Head): boolean {
  return (
    status >= 200 && 'content-length' in headers && !('set-cookie' in headers) && !('transfer-encoding' in headers)
  );
}

function createParser(onAnswer: (head: Head, body: Buffer) => void) {
  const parser = new HTTPParser(HTTPParser.RESPONSE);
  let head: Head = { status: 0, headers: {}, keepAlive: true };
  let chunks: Buffer[] = [];
  parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, headers, shouldKeepAlive }) => {
    head = { status: statusCode, headers: readHeaders(headers), keepAlive: shouldKeepAlive };
    chunks = [];
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
    chunks.push(Buffer.from(chunk.subarray(offset, offset + length)));
  };
  parser[HTTPParser.kOnMessageComplete] = () => onAnswer(head, Buffer.concat(chunks));
  return parser;
}

/** Lower-case names to values; a name that comes more than once has them all. */
function readHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}
