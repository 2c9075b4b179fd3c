import type { ContractStage, ContractUser } from './contract/rule.ts';
import { discover } from './discover.ts';
import type { Protocol, StepName } from './scheme.ts';
import type { Signer } from './signer.ts';

/** What a client holds: its cookies, and the tokens it read from bodies, by credential name. A plain value: copies are thefts. */
export interface Held {
  readonly cookies: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, string>>;
}

export interface VisitorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly subject?: string;
  readonly held: Held;
}

interface How {
  readonly as?: Held;
  readonly values?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Visitor {
  signIn(user: Pick<ContractUser, 'username' | 'password'>): Promise<Held>;
  perform(step: StepName, how?: How): Promise<VisitorReply>;
  request(step: StepName, how?: How): Sent;
  send(request: Sent, held?: Held): Promise<VisitorReply>;
  whoAmI(held: Held): Promise<string | undefined>;
}

const signers = await discover<Signer>(new URL('./signers/', import.meta.url));

/** A client that does as the protocol says, over fetch. */
export function visitor(origin: string, protocol: Protocol): Visitor {
  const signer = signers.get(protocol.signer ?? '');
  function request(name: StepName, how: How = {}): Sent {
    const message = unsigned(name, how);
    const { key, ...tokens } = how.as?.tokens ?? {};
    if (!signer || key === undefined) return message;
    const places = Object.entries(protocol.credentials).map(([name, { in: place }]) => [place, tokens[name]] as const);
    const stated = places.flatMap(([place, token]) => ('proof' in place && token ? [[place.proof, token]] : []));
    const proof = signer.sign({ ...message, origin, stated: Object.fromEntries(stated) }, key);
    return { ...message, headers: { ...message.headers, ...proof, ...how.headers } };
  }

  function unsigned(name: StepName, { as, values, headers }: How): Sent {
    const step = protocol.steps[name];
    if (!step) throw new RangeError(`no step ${name}`);
    const fill = (template: string) =>
      template.replace(/\{\{(\w+)\}\}/g, (_, key) => ({ origin, ...values })[key as 'origin'] ?? '');
    const own = Object.entries(step.headers ?? {}).map(([key, value]) => [key, fill(value)]);
    const json =
      step.json && Object.fromEntries(Object.entries(step.json).map(([key, value]) => [key, fill(String(value))]));
    return {
      method: step.method,
      path: fill(step.path),
      headers: {
        ...Object.fromEntries(own),
        ...(json && { 'content-type': 'application/json' }),
        ...carried(protocol, step.carries, as),
        ...headers,
      },
      ...(json && { body: JSON.stringify(json) }),
    };
  }

  async function send({ path, ...init }: Sent, held: Held = noCredentials): Promise<VisitorReply> {
    const response = await fetch(origin + path, init);
    const text = await response.text();
    const body = text ? JSON.parse(text) : undefined;
    const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
    const cookies = response.headers.getSetCookie();
    if (cookies.length > 0) headers['set-cookie'] = cookies;
    return { status: response.status, headers, body, held: taken(protocol, held, headers, body) };
  }

  async function perform(name: StepName, how: How = {}): Promise<VisitorReply> {
    const as = signer && name === 'login' ? withKey(signer, how.as) : how.as;
    const first = await send(request(name, { ...how, ...(as && { as }) }), as);
    const again = signer?.asksAgain?.(first);
    const answer = again ? await send(request(name, { ...how, as: first.held }), first.held) : first;
    const subject = answer.status === 200 ? answer.body?.[protocol.steps[name]?.subject ?? ''] : undefined;
    return typeof subject === 'string' ? { ...answer, subject } : answer;
  }

  return {
    request,
    send,
    perform,
    async signIn({ username, password }) {
      const { status, held } = await perform('login', { values: { username, password } });
      if (status !== 200) throw new Error(`login answered ${status}`);
      return held;
    },
    whoAmI: async (as) => (await perform('me', { as })).subject,
  };
}

/** Holds nothing. */
export const noCredentials: Held = { cookies: {}, tokens: {} };

function carried(protocol: Protocol, names: readonly string[], held: Held = noCredentials): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of names) {
    const place = protocol.credentials[name]?.in;
    const token = held.tokens[name];
    if (place && 'header' in place && token) headers[place.header] = place.prefix + token;
    if (place && 'cookies' in place) {
      const pairs = place.cookies.flatMap((cookie) =>
        held.cookies[cookie] ? `${cookie}=${held.cookies[cookie]}` : [],
      );
      if (pairs.length > 0) headers.cookie = [headers.cookie, ...pairs].filter(Boolean).join('; ');
    }
  }
  return headers;
}

function taken(
  protocol: Protocol,
  held: Held,
  headers: VisitorReply['headers'],
  body: Record<string, unknown> | undefined,
): Held {
  const setCookies = [headers['set-cookie'] ?? []].flat();
  const cookies = { ...held.cookies };
  const tokens = { ...held.tokens };
  for (const line of setCookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/expires=Thu, 01 Jan 1970/i.test(line)) delete cookies[name];
    else cookies[name] = value;
  }
  for (const [name, { from }] of Object.entries(protocol.credentials)) {
    if (from === 'set-cookie') continue;
    const token = 'json' in from ? body?.[from.json] : 'header' in from ? headers[from.header] : undefined;
    if (typeof token === 'string') tokens[name] = token;
  }
  return { cookies, tokens };
}

function withKey(signer: Signer, { cookies, tokens }: Held = noCredentials): Held {
  return { cookies, tokens: { key: signer.newKey(), ...tokens } };
}

/** A visitor as a stage of the contract. */
export function contractStage(
  visits: Visitor,
  protocol: Protocol,
  users: Pick<ContractStage<Held>, 'victim' | 'attacker' | 'hooks'>,
): ContractStage<Held> {
  return {
    ...{ ...visits, ...users, target: { protocol } },
    async perform(step, how) {
      const reply = await visits.perform(step, how);
      return { ...reply, credential: reply.held };
    },
  };
}
