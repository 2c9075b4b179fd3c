import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somewhere on loopback that a target must never be led to. It answers all alike and counts who came. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  requests(): number;
  /** What came in `Authorization`, of those that had one. */
  authorizations(): readonly string[];
}

export async function openListener(body: string | (() => string), type: string): Promise<Listener> {
  let requests = 0;
  const authorizations: string[] = [];
  const server = createServer(({ headers }, response) => {
    requests += 1;
    if (headers.authorization) authorizations.push(headers.authorization);
    response.writeHead(200, { 'content-type': type }).end(typeof body === 'string' ? body : body());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    requests: () => requests,
    authorizations: () => authorizations,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
