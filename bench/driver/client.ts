import type { Artefact, Credential, How, HttpRequest, Reply } from '../../scenarios/stage.ts';
import type { CredentialSpec, Protocol, Step, StepName } from '../../servers/scheme.ts';

/** What of an answer is read; header names are lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
  readonly failure?: string;
}

export interface Client {
  /** Builds the request of a step. Throws RangeError when the protocol has no such step. */
  request(step: StepName, how?: Omit<How, 'instance'>): HttpRequest;
  /** Reads an answer: whom it speaks for, and what it hands out. `sent` is the credential the request carried. */
  read(step: StepName | undefined, sent: Credential | undefined, answer: RawAnswer): Reply;
}

/**
 * Speaks a protocol given as data. It keeps nothing: credentials are plain values that the caller holds, copies and
 * replays, since a jar that obeys the server would hide a missing revocation.
 * @param authority what the Host header names; `{{origin}}` in a step's headers is the https origin of it.
 */
export function createClient(protocol: Protocol, authority: string, origin = `https://${authority}`): Client {
  const step = (name: StepName): Step => {
    const found = protocol.steps[name];
    if (!found) throw new RangeError(`the protocol has no step '${name}'`);
    return found;
  };
  return {
    request(name, how = {}) {
      const { method, path, json, headers, carries } = step(name);
      const values = { origin, ...how.values };
      const body = json && JSON.stringify(mapValues(json, (value) => fill(value, values)));
      return {
        method,
        path: fill(path, values),
        headers: {
          host: authority,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(headers && mapValues(headers, (value) => fill(value, values))),
          ...(how.as && credentialHeaders(protocol, carries, how.as)),
          ...how.headers,
        },
        ...(body === undefined ? {} : { body }),
      };
    },
    read(name, sent, { status, headers, text, ms, failure }) {
      const body = parseJson(text);
      const subjectPath = name && protocol.steps[name]?.subject;
      const named = subjectPath === undefined ? undefined : at(body, subjectPath);
      const subject = typeof named === 'string' || typeof named === 'number' ? String(named) : undefined;
      return {
        status,
        headers: Object.fromEntries(Object.entries(headers).flatMap(([key, value]) => (value ? [[key, value]] : []))),
        body,
        ms,
        credential: handedOut(protocol, sent ?? {}, headers['set-cookie'], body),
        ...(failure === undefined ? {} : { failure }),
        ...(subject === undefined ? {} : { subject }),
      };
    },
  };
}

/** The headers that carry the named credentials, as a client that holds them would send them. */
function credentialHeaders(protocol: Protocol, carries: readonly string[], held: Credential): Record<string, string> {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const name of carries) {
    const place = protocol.credentials[name]?.in;
    const values = held[name]?.values;
    if (!place || !values) continue;
    if ('cookies' in place) cookies.push(...Object.entries(values).map(([key, value]) => `${key}=${value}`));
    else headers[place.header] = `${place.prefix}${Object.values(values)[0] ?? ''}`;
  }
  if (cookies.length > 0) headers.cookie = cookies.join('; ');
  return headers;
}

function handedOut(
  protocol: Protocol,
  held: Credential,
  setCookie: string | string[] | undefined,
  body: unknown,
): Credential {
  const jar = parseSetCookie(setCookie);
  const next: Record<string, Artefact> = { ...held };
  for (const [name, spec] of Object.entries(protocol.credentials)) {
    const artefact =
      spec.from === 'set-cookie' ? fromCookies(spec, jar, held[name]) : fromJson(spec, spec.from.json, body);
    if (artefact === 'deleted') delete next[name];
    else if (artefact) next[name] = artefact;
  }
  return next;
}

function fromCookies(
  spec: CredentialSpec,
  jar: Map<string, string | undefined>,
  held?: Artefact,
): Artefact | 'deleted' | undefined {
  const names = 'cookies' in spec.in ? spec.in.cookies.filter((name) => jar.has(name)) : [];
  if (names.length === 0) return undefined;
  const values = { ...held?.values };
  for (const name of names) {
    const value = jar.get(name);
    if (value === undefined) delete values[name];
    else values[name] = value;
  }
  return Object.keys(values).length === 0 ? 'deleted' : { role: spec.role, values };
}

function fromJson(spec: CredentialSpec, path: string, body: unknown): Artefact | undefined {
  const value = at(body, path);
  return typeof value === 'string' ? { role: spec.role, values: { token: value } } : undefined;
}

/** Cookie name to value; undefined for one that the answer deletes (empty, or expired: RFC 6265 §5.3). */
export function parseSetCookie(header: string | string[] | undefined): Map<string, string | undefined> {
  const jar = new Map<string, string | undefined>();
  for (const line of header === undefined ? [] : [header].flat()) {
    const [pair = '', ...attributes] = line.split(';');
    const cut = pair.indexOf('=');
    if (cut < 1) continue;
    const value = pair.slice(cut + 1).trim();
    const expires = attributes.map((a) => /^\s*expires=(.*)$/i.exec(a)?.[1]).find((date) => date !== undefined);
    const maxAge = attributes.map((a) => /^\s*max-age=(-?\d+)\s*$/i.exec(a)?.[1]).find((age) => age !== undefined);
    const gone = value === '' || (maxAge === undefined ? Date.parse(expires ?? '') <= Date.now() : Number(maxAge) <= 0);
    jar.set(pair.slice(0, cut).trim(), gone ? undefined : value);
  }
  return jar;
}

function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), body);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fill(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.includes('{{')
    ? template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
    : template;
}

function mapValues(from: Readonly<Record<string, string>>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}
