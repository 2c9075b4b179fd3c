import { randomBytes } from 'node:crypto';
import type { Artefact, Credential, How, HttpRequest, Reply } from '../../scenarios/exchange.ts';
import type { CredentialSpec, JsonTemplate, Protocol, Step, StepName } from '../../servers/scheme.ts';
import type { Answered, Signer } from '../../servers/signer.ts';
import { decoded, memberAt, parseJson, parseSetCookie, type RawAnswer, readPlace } from './answer.ts';
import { totpAt } from './totp.ts';

export interface Client {
  /** The step of that name. Throws MissingStep when the protocol has none. */
  step(name: StepName): Step;
  /**
   * Builds the request of a step, signed for one use. Throws MissingStep when the protocol has no such step.
   * @param changed what it is before it is signed
   */
  request(
    step: StepName | Step,
    how?: Omit<How, 'instance'>,
    changed?: (message: HttpRequest) => HttpRequest,
  ): HttpRequest;
  /**
   * A request as it goes out: whoever holds its key proves it for what it has become, and for each time that it is sent. One
   * that was built without a key, or with a proof of somebody else's making, stays as it is.
   */
  provenAnew(message: HttpRequest): HttpRequest;
  /** What whoever made this request holds for certain: the key that proves it. */
  proverOf(message: HttpRequest): Credential | undefined;
  /**
   * What somebody signs in with: what they hold, and where the protocol has a signer a key, theirs or a fresh one.
   * Whoever holds none sends requests without a proof.
   */
  begin(held?: Credential): Credential | undefined;
  /** What a user knows and sends as it is, once a login was done: credentials that nobody hands out. */
  made(values: How['values']): Credential;
  /** Whether the server refused a request only because its proof lacked what this answer handed out. */
  asksAgain(reply: Answered): boolean;
  /** Reads an answer: whom it speaks for, and what it hands out. `sent` is the credential the request carried. */
  read(step: StepName | Step | undefined, sent: Credential | undefined, answer: RawAnswer): Reply;
}

/** A target may lack a step; whatever needs it cannot be run on it. */
class MissingStep extends RangeError {
  constructor(step: StepName) {
    super(`the protocol has no step '${step}'`);
  }
}

/**
 * Speaks a protocol given as data. It keeps nothing: credentials are plain values that the caller holds, copies and
 * replays, since a jar that obeys the server would hide a missing revocation.
 * @param authority what the Host header names
 * @param origin what `{{origin}}` is in a step's headers
 * @param signer the one that the protocol names
 */
export function createClient(
  protocol: Protocol,
  authority: string,
  origin = `https://${authority}`,
  signer?: Signer,
): Client {
  const step = (name: StepName): Step => {
    const found = protocol.steps[name];
    if (!found) throw new MissingStep(name);
    return found;
  };
  const proven = (message: HttpRequest, how: Pick<Proven, 'key' | 'stated'>, headers = {}): Provable => {
    const proof = signer?.sign({ ...message, origin, stated: how.stated }, how.key) ?? {};
    return { ...message, headers: { ...message.headers, ...proof, ...headers }, [provenBy]: { ...how, proof } };
  };
  const stepOf = (named: StepName | Step) => (typeof named === 'string' ? step(named) : named);
  const usesFresh = JSON.stringify(protocol.steps).includes('{{fresh}}');
  return {
    step,
    begin: (held) => (signer ? { ...held, [keyName]: held?.[keyName] ?? keyOf(signer) } : held),
    request(named, how = {}, changed = (message) => message) {
      const { method, path, json, form, headers, carries } = stepOf(named);
      const held = how.as ?? {};
      const values = {
        ...(usesFresh && { fresh: randomBytes(4).toString('hex') }),
        ...{ origin, ...protocol.constants, ...heldValues(held), ...ofUser(protocol, how.values) },
      };
      const fields = carriedFields(protocol, carries, held);
      const body = bodyOf(json, form, fields, values);
      const message = changed({
        method,
        path: fill(path, values),
        headers: {
          host: authority,
          ...body.headers,
          ...(headers && mapValues(headers, (value) => fill(value, values))),
          ...credentialHeaders(protocol, carries, held),
          ...how.headers,
        },
        ...(body.text === undefined ? {} : { body: body.text }),
      });
      const key = held[keyName]?.values.key;
      if (!signer || key === undefined) return message;
      return proven(message, { key, stated: statedOf(protocol, carries, held) }, how.headers);
    },
    proverOf({ [provenBy]: made }: Provable) {
      return made && { [keyName]: { role: 'companion', values: { key: made.key } } };
    },
    provenAnew(message: Provable) {
      const made = message[provenBy];
      const isTheirs = made && Object.entries(made.proof).some(([name, value]) => message.headers[name] !== value);
      return made && !isTheirs ? proven(message, made) : message;
    },
    made(values) {
      const known = { origin, ...protocol.constants, ...ofUser(protocol, values) };
      return Object.fromEntries(
        Object.entries(protocol.credentials).flatMap(([name, { from, role }]) =>
          typeof from === 'object' && 'template' in from
            ? [[name, { role, values: { token: fill(from.template, known) } }]]
            : [],
        ),
      );
    },
    asksAgain: (reply) => signer?.asksAgain?.(reply) ?? false,
    read(named, sent, answer) {
      const { status, headers, text, ms, failure } = answer;
      const body = parseJson(text);
      const { subject: place, nobody } = named ? stepOf(named) : {};
      const read = place === undefined ? undefined : readPlace(place, answer, body);
      const subject = read === nobody ? undefined : read;
      return {
        status,
        headers: Object.fromEntries(Object.entries(headers).flatMap(([key, value]) => (value ? [[key, value]] : []))),
        body,
        ...(body === undefined && text !== '' && { text }),
        ms,
        credential: handedOut(protocol, sent ?? {}, answer, body),
        ...(failure === undefined ? {} : { failure }),
        ...(subject === undefined ? {} : { subject }),
      };
    },
  };
}

/** What a request was proven with; it travels along where the request is changed. */
const provenBy = Symbol('proven by');

interface Proven {
  readonly key: string;
  readonly stated: Readonly<Record<string, string>>;
  readonly proof: Readonly<Record<string, string>>;
}

type Provable = HttpRequest & { readonly [provenBy]?: Proven };

/** What the key of a signer is called among the credentials of its client: a companion, which says nothing about who asks. */
const keyName = 'key';

function keyOf(signer: Signer): Artefact {
  return { role: 'companion', values: { key: signer.newKey() } };
}

interface Body {
  readonly text: string | undefined;
  readonly headers: Record<string, string>;
}

/** A credential that travels in the body joins the fields that the step has anyway. */
function bodyOf(json: Step['json'], form: Step['form'], fields: Record<string, string>, values: Values): Body {
  if (form) {
    const filled = { ...mapValues(form, (value) => fill(value, values)), ...fields };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { text: new URLSearchParams(filled).toString(), headers };
  }
  if (!json && Object.keys(fields).length === 0) return { text: undefined, headers: {} };
  const filled = Object.entries(json ?? {}).map(([key, value]) => [key, fillJson(value, values)]);
  const text = JSON.stringify({ ...Object.fromEntries(filled), ...fields });
  return { text, headers: { 'content-type': 'application/json' } };
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
    else if ('header' in place) headers[place.header] = `${place.prefix}${Object.values(values)[0] ?? ''}`;
  }
  if (cookies.length > 0) headers.cookie = cookies.join('; ');
  return headers;
}

function carriedFields(protocol: Protocol, carries: readonly string[], held: Credential): Record<string, string> {
  return Object.fromEntries(
    carries.flatMap((name) => {
      const place = protocol.credentials[name]?.in;
      const value = Object.values(held[name]?.values ?? {})[0];
      return place && 'field' in place && value !== undefined ? [[place.field, value]] : [];
    }),
  );
}

/** What the proof of a request states of what its client holds. */
function statedOf(protocol: Protocol, carries: readonly string[], held: Credential): Record<string, string> {
  return Object.fromEntries(
    carries.flatMap((name) => {
      const place = protocol.credentials[name]?.in;
      const value = Object.values(held[name]?.values ?? {})[0];
      return place && 'proof' in place && value !== undefined ? [[place.proof, value]] : [];
    }),
  );
}

function handedOut(protocol: Protocol, held: Credential, { headers }: RawAnswer, body: unknown): Credential {
  const jar = parseSetCookie(headers['set-cookie']);
  const next: Record<string, Artefact> = { ...held };
  for (const [name, spec] of Object.entries(protocol.credentials)) {
    const { from } = spec;
    const artefact =
      from === 'set-cookie'
        ? fromCookies(spec, jar, held[name])
        : token(spec, 'json' in from ? memberAt(body, from.json) : 'header' in from ? headers[from.header] : undefined);
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

function token(spec: CredentialSpec, value: unknown): Artefact | undefined {
  return typeof value === 'string' ? { role: spec.role, values: { token: value } } : undefined;
}

type Values = Readonly<Record<string, string | undefined>>;

/** What is held, for templates: the token of a credential, and each cookie by its own name. */
function heldValues(held: Credential): Values {
  const credentials = Object.entries(held).map(([name, { values }]) => [
    `credential.${name}`,
    Object.values(values)[0],
  ]);
  const cookies = Object.values(held).flatMap(({ values }) =>
    Object.entries(values).flatMap(([name, value]) => [
      [`cookie.${name}`, value],
      [`cookie-decoded.${name}`, decoded(value)],
    ]),
  );
  return Object.fromEntries([...credentials, ...cookies]);
}

/** What templates name of the user whose name and password are given. */
function ofUser({ ofUsers = {} }: Protocol, values: Values = {}): Values {
  const { username, password } = values;
  if (username === undefined) return values;
  const { totpSecret, ...more } = ofUsers[username] ?? {};
  return {
    ...more,
    ...values,
    basic: Buffer.from(`${username}:${password ?? ''}`).toString('base64'),
    ...(totpSecret !== undefined && { totp: totpAt(totpSecret) }),
  };
}

function fill(template: string, values: Values): string {
  return template.includes('{{')
    ? template.replace(/\{\{([\w.-]+)\}\}/g, (_, name: string) => values[name] ?? '')
    : template;
}

function fillJson(template: JsonTemplate, values: Values): JsonTemplate {
  if (typeof template === 'string') return fill(template, values);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map((inner) => fillJson(inner, values));
  return Object.fromEntries(Object.entries(template).map(([key, inner]) => [key, fillJson(inner, values)]));
}

function mapValues(from: Readonly<Record<string, string>>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}
