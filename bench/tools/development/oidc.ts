import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import type { Target } from '../../targets/external/description.ts';
import { type Development, knows, listen, users } from './development.ts';

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const redirect = 'https://app.example/callback';

/**
 * oidc-provider with rotation: it finds a refresh token, then marks it as consumed. In memory the losers of a race find
 * it consumed and end the sign-in of its owner; where the store answers those together who ask together, all find it fresh.
 */
export function oidc({ slow }: { slow: boolean }): Development {
  const name = slow ? 'oidc-slow-store' : 'oidc-memory';
  return {
    name,
    truth: {
      'credential-kind': 'access: reference; refresh: reference',
      'credential-transport': 'access: authorization header; refresh: request body',
      rotation: 'always',
      'reuse-reaction': 'family',
      'revocation-on-logout': 'at once',
      'concurrent-refresh': slow ? 'forks' : 'ends the sign-in',
      expiry: null,
      'multiple-sessions': 'allowed',
    },
    attacks: { 'refresh-double-spend': slow ? 'succeeded' : 'blocked', 'sign-in-histories': 'blocked' },
    async start() {
      const store = memory(slow ? together(20) : async () => {});
      let handle: (request: Incoming, response: Outgoing) => void = () => {};
      const started = await listen(
        (request, response) => handle(request, response),
        (origin) => describe(origin, name),
      );
      const provider = createProvider(started.description.origin, store);
      const answer = provider.callback();
      handle = (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
        interact(provider, request, response).catch(() => response.writeHead(400).end());
      };
      return started;
    },
  };
}

type Handler = Parameters<typeof listen>[0];
type Incoming = Parameters<Handler>[0];
type Outgoing = Parameters<Handler>[1];

function createProvider(issuer: string, adapter: (name: string) => Adapter): Provider {
  const provider = new Provider(issuer, {
    adapter,
    clients: [
      {
        client_id: 'app',
        redirect_uris: [redirect],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      },
    ],
    cookies: { keys: ['a key of this test'] },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: 600, RefreshToken: 3_600, Grant: 3_600, Interaction: 600, Session: 600 },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
    // nobody is asked for consent: the one client is our own
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** The login page: it hands the browser back to where it came from. */
async function interact(provider: Provider, request: Incoming, response: Outgoing): Promise<void> {
  if (request.method !== 'POST') return void response.end('<form method="post">…</form>');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const username = form.get('username');
  if (!knows(username, form.get('password'))) return void response.writeHead(401).end('<p>No.</p>');
  await provider.interactionFinished(request, response, { login: { accountId: username } });
}

/** Answers when nobody else has asked for a while, as a store does that batches. However busy the machine, none is late. */
function together(quietMs: number): () => Promise<void> {
  let asked = 0;
  return async () => {
    asked += 1;
    let before: number;
    do {
      before = asked;
      await delay(quietMs);
    } while (asked !== before);
  };
}

function memory(answered: () => Promise<void>): (model: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string) => `${model}:${id}`;
    const find = async (test: (payload: AdapterPayload) => boolean) => [...all.values()].find(test);
    return {
      async upsert(id, payload) {
        all.set(key(id), payload);
      },
      async find(id) {
        const payload = all.get(key(id));
        if (model === 'RefreshToken') await answered();
        return payload && { ...payload };
      },
      async consume(id) {
        const found = all.get(key(id));
        if (found) all.set(key(id), { ...found, consumed: Math.floor(Date.now() / 1_000) });
      },
      async destroy(id) {
        all.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [id, payload] of all) if (payload.grantId === grantId) all.delete(id);
      },
      findByUid: (uid) => find((payload) => payload.uid === uid),
      findByUserCode: (code) => find((payload) => payload.userCode === code),
    };
  };
}

function describe(origin: string, name: string): Target {
  const query = new URLSearchParams({
    client_id: 'app',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const token = { method: 'POST', path: '/token' } as const;
  return {
    name,
    origin,
    users,
    credentials: {
      access: { role: 'access', from: 'json:access_token', in: { header: 'authorization', prefix: 'Bearer ' } },
      refresh: { role: 'refresh', from: 'json:refresh_token', in: { field: 'refresh_token' } },
    },
    login: [
      { path: `/auth?${query}`, save: { page: 'location' } },
      {
        method: 'POST',
        path: '{{page}}',
        form: { username: '{{username}}', password: '{{password}}' },
        save: { back: 'location' },
      },
      { path: '{{back}}', save: { code: 'query:code' } },
      {
        ...token,
        form: {
          grant_type: 'authorization_code',
          client_id: 'app',
          code: '{{code}}',
          code_verifier: verifier,
          redirect_uri: redirect,
        },
      },
    ],
    call: { path: '/me', subject: 'sub' },
    refresh: { ...token, form: { grant_type: 'refresh_token', client_id: 'app' } },
    logout: {
      method: 'POST',
      path: '/token/revocation',
      auth: [],
      form: { client_id: 'app', token: '{{credential.refresh}}' },
    },
  };
}
