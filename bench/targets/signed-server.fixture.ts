import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applicationSteps } from '../../servers/protocol.ts';
import type { Protocol } from '../../servers/scheme.ts';
import { proven } from '../../servers/signers/ed25519-proof.fixture.ts';

/** The client half of a toy scheme: a token that is worth nothing without the key that it was issued to. */
export const protocol: Protocol = {
  credentials: {
    access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bound ' } },
  },
  steps: applicationSteps(['access']),
  signer: 'ed25519-proof.fixture',
};

export interface SignedServer extends AsyncDisposable {
  readonly origin: string;
}

/** Its server half: each proof is good once, for one request, and with the key of the login. */
export async function startSignedServer(): Promise<SignedServer> {
  const issued = new Map<string, { readonly id: string; readonly key: string }>();
  const spent = new Set<string>();
  const server = createServer(async (request, response) => {
    const key = keyThatSigned(request, spent);
    const bound = issued.get(request.headers.authorization?.replace(/^Bound /, '') ?? '');
    const isLogin = request.url === '/login';
    const { username = '' } = isLogin ? JSON.parse(await bodyOf(request)) : {};
    const token = randomUUID();
    if (isLogin && key) issued.set(token, { id: username, key });
    const answer = isLogin ? { id: username, access_token: token } : { id: bound?.id };
    const isGood = key !== undefined && (isLogin || bound?.key === key);
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isGood ? answer : { error: 'unauthenticated' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function keyThatSigned({ method = '', url = '', headers }: IncomingMessage, spent: Set<string>): string | undefined {
  const [key, proof, word] = ['proof-key', 'proof', 'proof-once'].map((name) => String(headers[name] ?? ''));
  if (!key || !proof || !word || spent.has(word)) return undefined;
  spent.add(word);
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
  const text = Buffer.from(proven(method, url, headers.authorization, word));
  return verify(undefined, text, publicKey, Buffer.from(proof, 'base64url')) ? key : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
