import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../targets/external/description.ts';
import { cookieTarget, type Development, knows, listen, type Started } from './development.ts';

/**
 * Requests of Node handed to a handler that takes those of fetch, as adapters do. A `Request` takes no address with a
 * user in it (Fetch §5.4), and this one is made outside of any try: `Host: a@evil.test` ends the process.
 */
export const fetchAdapter: Development = {
  name: 'fetch-adapter',
  truth: {
    'credential-kind': 'session: reference',
    'credential-transport': 'session: cookie',
    'cookie-flags': 'without Secure, a name prefix',
    'cookie-deletion': 'left as it is',
    'revocation-on-logout': 'at once',
    fixation: 'given: none; chosen: replaced; again: replaced',
    expiry: null,
    'multiple-sessions': 'allowed',
  },
  attacks: {
    'cache-leak': 'inconclusive',
    'session-fixation': 'blocked',
    'replay-after-logout': 'blocked',
    'server-death': 'succeeded',
  },
  // in this process only where it has one of its own
  start: () => (process.env.PORT ? listen(adapted(), describe) : elsewhere()),
};

/** Free until the bench has it started there. */
async function elsewhere(): Promise<Started> {
  await using free = await listen(() => {}, describe);
  const { origin, ...description } = free.description;
  const program = fileURLToPath(new URL('./serve-main.js', import.meta.url));
  const start = { command: ['node', program, fetchAdapter.name], env: { PORT: new URL(origin).port } };
  return { description: { ...description, origin, start } as Target, async [Symbol.asyncDispose]() {} };
}

function adapted(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const sessions = new Map<string, string>();
  const handle = async (request: Request): Promise<Response> => {
    const held = /\bsid=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    const { pathname } = new URL(request.url);
    const headers = { 'cache-control': 'no-store' };
    if (pathname === '/me') {
      const user = sessions.get(held);
      return Response.json({ user: user ?? null }, { status: user ? 200 : 401, headers });
    }
    if (pathname === '/logout') return Response.json({ ended: sessions.delete(held) }, { headers });
    if (pathname !== '/login' || request.method !== 'POST') return Response.json({}, { status: 404, headers });
    const { username, password } = Object(await request.json().catch(() => undefined));
    if (!knows(username, password)) return Response.json({ error: 'no' }, { status: 401, headers });
    sessions.delete(held);
    const fresh = randomUUID();
    sessions.set(fresh, username);
    return Response.json({}, { headers: { ...headers, 'set-cookie': `sid=${fresh}; HttpOnly; SameSite=Lax` } });
  };
  return async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', headers, url } = incoming;
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) };
    const own = Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    const answer = await handle(new Request(`http://${headers.host}${url}`, { method, headers: own, ...body }));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  };
}

function describe(origin: string): Target {
  return cookieTarget(origin, { name: fetchAdapter.name, subject: 'user' });
}
