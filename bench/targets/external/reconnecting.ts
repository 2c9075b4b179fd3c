import { isCut } from '../../../scenarios/kit/evidence/unanswered.ts';
import type { GovernedTransport } from './governed-transport.ts';

/**
 * For servers that close a connection when they like, and not only when it was idle for as long as they say: a request
 * that crosses the end of its connection has no answer, and nobody knows whether it was read (RFC 9112 §9.5). What
 * changes something is sent on a connection of its own, so that its answer is never lost that way; what does not is sent
 * again.
 */
export function reconnecting(inner: GovernedTransport): GovernedTransport {
  return {
    ...inner,
    async send(origin, message, signal) {
      if (!isSafe(message.method)) return inner.send(origin, message, signal, { fresh: true });
      const answer = await inner.send(origin, message, signal);
      if (answer.status !== 0 || !isCut(answer.failure)) return answer;
      const again = await inner.send(origin, message, signal, { fresh: true });
      // what fails there too was no matter of the connection: how it failed first says why
      return again.status === 0 ? answer : again;
    },
  };
}

/** RFC 9110 §9.2.1. */
function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method);
}
