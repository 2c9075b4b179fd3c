import type { Reply } from '../../exchange.ts';

/** Thrown where somebody would conclude from an answer that was not given. Silence is neither a refusal nor an effect. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';

  constructor(asked: string, { status, failure }: Pick<Reply, 'status' | 'failure'>) {
    super(`${asked} had no answer (${status || inWords(failure)}), and nothing follows from that`);
  }
}

/** Why an answer did not come. */
export function inWords(failure = 'unknown'): string {
  if (isForeign.test(failure))
    return `what came is not HTTP/1.1: another protocol, or TLS, is spoken there, ${failure}`;
  return isCut(failure) ? `the server closed the connection, ${failure}` : failure;
}

/** By the names that parsers of HTTP have for it. */
const isForeign = /^(HPE_|HTTPParserError)/;

/** By the codes of Node.js and its client for a connection that ended under a request. */
export function isCut(failure = 'unknown'): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(failure);
}

/** What a server, or the gateway before it, says that cannot answer now (RFC 9110 §15.6.3 to §15.6.5); 0 is silence. */
const unable = [0, 502, 503, 504];

/** Whether the application gave its verdict. A 500 is one: its own failure at this request. */
export function isAnswered({ status }: Pick<Reply, 'status'>): boolean {
  return !unable.includes(status);
}
