import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../app.ts';
import { HttpError } from '../http/errors.ts';
import type { Parts } from '../scheme.ts';
import { type AccessTokens, bearerChallenge } from '../tokens/access-token.ts';

/** What a BFF asks in the name of its users: the same application, for whoever has an access token (RFC 6750). */
export interface ResourceServer {
  readonly port: number;
  close(): void;
}

/** On loopback, in this process: the way to it is a real one, and all that it costs is this process's. */
export async function openResourceServer(parts: Parts, tokens: AccessTokens): Promise<ResourceServer> {
  const app = createApp(
    {
      challenge: bearerChallenge,
      authenticate: tokens.principal,
      guard: { signIns: elsewhere },
      signIn: elsewhere,
      async signOut() {},
      endAll: async () => undefined,
    },
    parts,
  );
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It ends with the server that asks it, whoever forgets to close it.
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Nobody signs in here: that is for whoever issues tokens. */
function elsewhere(): never {
  throw new HttpError(404, 'not_found', 'There is no such resource.');
}
