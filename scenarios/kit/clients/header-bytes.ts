import type { HttpRequest } from '../../exchange.ts';

/** Bytes of a request's headers as HTTP/1.1 writes them: name, colon, space, value, line end. */
export function headerBytes({ headers }: Pick<HttpRequest, 'headers'>): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value) + 4,
    0,
  );
}
