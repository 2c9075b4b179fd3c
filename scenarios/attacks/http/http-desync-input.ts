import type { RawReply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = {
  /** What the same request is answered with where nothing about it is ambiguous; 0 where it was not. */
  readonly clear: number;
  readonly attempts: readonly Attempt[];
};

export default {
  kind: 'attack',
  id: 'http-desync-input',
  title: 'Malformed and ambiguous HTTP',
  question: 'Does the server refuse a request that a proxy in front of it may read in another sense?',
  goal: 'Smuggle a request past a proxy, write a header into an answer, or crash the server.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-444', 'CWE-113', 'RFC 9112 §6.3', 'RFC 9112 §5.2', 'RFC 9112 §11.2', 'ASVS 4.2.1', 'WSTG-INPV-15'],
  steps: [
    'A clear request is sent. The same is written byte by byte in other ways: two lengths, a length beside chunks, disguised Transfer-Encoding, folded headers, bare CR and NUL in a header, no Host, numbers that are none.',
    'Each must be refused, or its connection closed; one that is answered as the clear one is, or twice, could be read otherwise by a proxy.',
    'Odd addresses, and CR LF in an address, must neither crash the server nor write a header into its answer.',
  ],
  fix: 'Parse HTTP strictly: answer an ambiguous or malformed request with 400, and close its connection. Let no CR or LF into a header of an answer.',
  controls: ['lenient-http'],
  needs: { optIn: 'alone' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { host = '' } = stage.request('me').headers;
    const attempts: Attempt[] = [];
    const { statuses } = await stage.raw(requestTo(host)('Connection: close'));
    const clear = statuses[0] ?? 0;
    for (const [way, bytes] of Object.entries({ ...ambiguous(host), 'preface of HTTP/2': preface })) {
      const reply = await stage.raw(bytes);
      attempts.push({ way, status: reply.statuses[0] ?? 0, ...understood(reply, bytes === preface ? 0 : clear) });
    }
    for (const path of oddPaths) {
      const reply = await stage.raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      const shown = path.length > 40 ? `${path.slice(0, 20)}… of ${path.length} characters` : path;
      const written = /^x-written:/im.test(reply.text) || reply.statuses.length > 1;
      attempts.push({
        way: `address ${shown}`,
        status: reply.statuses[0] ?? 0,
        ...(written && { got: 'a header of its own in the answer' }),
      });
    }
    return { clear, attempts };
  },

  judge({ clear, attempts }): Judgement {
    const judgement = judgeAttempts(attempts, 'malformed requests', { silence: true });
    if (judgement.outcome !== 'blocked' || tellsApart(clear)) return judgement;
    return { ...judgement, outcome: 'inconclusive', because: `a clear request was answered with ${clear} too` };
  },
} satisfies Attack<Seen>;

/** Whether a server that took an ambiguous request for a clear one would be seen to: this is no refusal of its form. */
function tellsApart(clear: number): boolean {
  return clear > 0 && clear < 500 && clear !== 400 && clear !== 429;
}

function understood({ statuses }: RawReply, clear: number): { got: string } | undefined {
  if (statuses.length > 1) return { got: `${statuses.length} answers to one request` };
  const status = statuses[0] ?? 400;
  const isAsClear = status === clear && tellsApart(clear);
  return status < 400 || isAsClear ? { got: 'an answer as if it were clear' } : undefined;
}

/** Asks for what answers anybody, with 404 where there is no such thing. */
function requestTo(host: string) {
  return (headers: string, body = '', line = 'GET /healthz HTTP/1.1') =>
    `${line}\r\nHost: ${host}\r\n${headers}\r\n\r\n${body}`;
}

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Each of them asks for the same. */
function ambiguous(host: string): Readonly<Record<string, string>> {
  const request = requestTo(host);
  const smuggled = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const chunked = `0\r\n\r\n${smuggled}`;
  const length = `Content-Length: ${chunked.length}`;
  return {
    'Content-Length beside chunks': request(`${length}\r\nTransfer-Encoding: chunked`, chunked),
    'chunks beside Content-Length': request(`Transfer-Encoding: chunked\r\n${length}`, chunked),
    'two different Content-Lengths': request(`${length}\r\nContent-Length: 0`, chunked),
    'Content-Length of two numbers': request(`Content-Length: 0, ${chunked.length}`, chunked),
    'Transfer-Encoding with a space before the colon': request(`Transfer-Encoding : chunked\r\n${length}`, chunked),
    'Transfer-Encoding that does not end with chunked': request(
      `Transfer-Encoding: chunked, identity\r\n${length}`,
      chunked,
    ),
    'folded header': request('X-First: 1\r\n continued: 2'),
    'bare CR in a header': request('X-First: 1\rX-Second: 2'),
    'NUL in a header': request('X-First: a\0b'),
    'header without a colon': request('X-First'),
    'header name with a space': request('X First: 1'),
    'Content-Length with a sign': request('Content-Length: +5', 'hello'),
    'negative Content-Length': request('Content-Length: -5', 'hello'),
    'Content-Length beyond 64 bits': request('Content-Length: 99999999999999999999', 'hello'),
    'chunk size that is no number': request('Transfer-Encoding: chunked', '0x5\r\nhello\r\n0\r\n\r\n'),
    'no Host': 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n',
    'two Hosts': request('Host: evil.test'),
    'no version': 'GET /healthz\r\n\r\n',
    'version 9.9': request('Connection: close', '', 'GET /healthz HTTP/9.9'),
    'method that is none': request('Connection: close', '', 'G\x7fT /healthz HTTP/1.1'),
    'NUL in the address': request('Connection: close', '', 'GET /health\0z HTTP/1.1'),
  };
}

const oddPaths = [
  '/me%0d%0aX-Written:%20yes',
  '/me?next=%0d%0aX-Written:%20yes%0d%0a%0d%0aHTTP/1.1%20200%20OK',
  '/%',
  '/%ff%fe',
  '/me%00',
  '//me',
  '/./me/../me',
  '/\\me',
  '*',
  'http://evil.test/me',
  `/${'a/'.repeat(4_000)}`,
  `/${'x'.repeat(40_000)}`,
];
