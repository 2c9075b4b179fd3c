import type { KeyObject } from 'node:crypto';
import type { Ceilings } from '../../../scenarios/ceilings.ts';
import type { User } from '../../../scenarios/exchange.ts';
import type { CredentialSpec, JsonTemplate, Protocol, Step, StepName, Traits } from '../../../servers/scheme.ts';
import { BenchError } from '../../errors.ts';
import type { ClientEnd } from '../target.ts';
import type { StepDescription, TargetDescription } from './description.ts';
import { type Environment, fromEnvironment } from './environment.ts';

/** An external target as far as it is known: by its description, and by what a run has learned of it since. */
export interface Described extends ClientEnd {
  readonly ceilings: Ceilings;
  readonly external: External;
}

export interface External {
  readonly description: TargetDescription;
  /** Where it was read. */
  readonly file: string;
  /** `id` is empty where the description does not say it: it is read from the target, once it is up. */
  readonly users: readonly User[];
  readonly admin: User;
  /** What it signs tokens with, where its owner lends it. */
  readonly signingKey?: KeyObject;
  /** The `alg` of its tokens, once it was found out. */
  readonly algorithm?: string;
  /** Whether an end that acts at once may take a while to be noticed; absent until it was tried. */
  readonly lagsAtLogout?: boolean;
  /** Whether a browser can be where its pages are, or why not; absent until it was tried. */
  readonly pages?: true | string;
}

/**
 * The client half of a scheme, out of a description. Its traits are what the description shows by itself: discovery
 * replaces those that only the target can tell.
 * @throws BenchError AB-E008 that names every environment variable that is missing, or holds no key
 */
export function describedBy(description: TargetDescription, env: Environment, file = description.name): Described {
  const { name, title = name, origin } = description;
  const { users: all, signingKey, ...values } = fromEnvironment(description, env);
  const users = inOrder(all, description.admin);
  const protocol = { ...protocolOf(description), ...values };
  const admin = users.find(({ key }) => key === description.admin) ?? users[0];
  if (!admin) throw new BenchError('AB-E008', 'there is no user');
  return {
    id: name,
    title,
    summary: `A server at ${origin}, known by its description alone.`,
    traits: apparentTraits(protocol),
    protocol,
    ...(description.ttlMs?.access === undefined ? {} : { defaults: { accessMs: description.ttlMs.access } }),
    ceilings: ceilingsOf(description),
    external: { description, file, users, admin, ...(signingKey && { signingKey }) },
  };
}

/** Scenarios take the second of them for the attacker, who is not to be an administrator already. */
function inOrder<T extends { readonly key: string }>(users: readonly T[], admin: string | undefined): T[] {
  const [first, second, ...further] = users;
  return first && second && second.key === admin ? [second, first, ...further] : [...users];
}

/** What anybody may send to a server of their own; a tenth of it where it is another machine. */
function ceilingsOf({ limits, origin }: TargetDescription): Ceilings {
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin);
  return {
    ratePerSecond: limits?.ratePerSecond ?? (local ? 1_000 : 20),
    concurrency: limits?.concurrency ?? (local ? 64 : 8),
    requests: limits?.requests ?? (local ? 100_000 : 5_000),
  };
}

const done = [200, 201, 202, 204] as const;
const redirected = [302, 303] as const;

function protocolOf(target: TargetDescription): Protocol {
  const companion = 'kept';
  const own = Object.entries(target.credentials).map(
    ([name, { role, from, value, in: how }]): [string, CredentialSpec] => [
      name,
      { role, from: value === undefined ? sourceOf(from) : { template: value }, in: how },
    ],
  );
  const kept: [string, CredentialSpec][] = target.keepCookies
    ? [[companion, { role: 'companion', from: 'set-cookie', in: { cookies: target.keepCookies } }]]
    : [];
  const names = (roles: readonly CredentialSpec['role'][]) =>
    [...own, ...kept].filter(([, { role }]) => roles.includes(role)).map(([name]) => name);
  const ordinary = names(['session', 'access', 'companion']);
  const renewing = own.some(([, { role }]) => role === 'refresh') ? names(['refresh', 'companion']) : ordinary;
  const everything = names(['session', 'access', 'refresh', 'companion']);
  const common: Common = { headers: target.headers, kept: names(['companion']) };
  const step = (
    from: StepDescription | StepDescription[] | undefined,
    carries: readonly string[],
    ok: readonly number[],
  ) => from && stepOf(from, carries, ok, common);
  const steps: Partial<Record<StepName, Step>> = defined({
    visit: step(target.visit ?? pageBefore(target.login), [], [...done, ...redirected]),
    refresh: promised(step(target.refresh, renewing, done), target),
    logout: step(target.logout, everything, [...done, ...redirected]),
    logoutAll: step(target.logoutAll, everything, [...done, ...redirected]),
    password: step(target.password, everything, [...done, ...redirected]),
    disable: step(target.disable, ordinary, [...done, ...redirected]),
    enable: step(target.enable, ordinary, [...done, ...redirected]),
    transfer: step(target.transfer, ordinary, [...done, ...redirected]),
    effect: step(target.effect && readAt(target.effect), ordinary, [200]),
    slow: step(target.slowWrite, ordinary, done),
    reset: step(target.reset, [], [...done, ...redirected]),
  });
  return {
    credentials: Object.fromEntries([...own, ...kept]),
    steps: {
      login: stepOf(target.login, [], [...done, ...redirected], common),
      me: { ...stepOf(target.call, ordinary, [200], common), ...defined({ nobody: target.anonymous }) },
      ...steps,
    },
    ...(target.publicKeys === undefined ? {} : { publicKeys: target.publicKeys }),
  };
}

/** The value stands where other steps name an account. */
function readAt({ value, ...step }: NonNullable<TargetDescription['effect']>): StepDescription {
  return { ...step, subject: value };
}

function promised(refresh: Step | undefined, { expect }: TargetDescription): Step | undefined {
  return refresh && (expect?.rotation === 'always' ? { ...refresh, rotates: true } : refresh);
}

/** The page that a login begins with is what somebody sees before. */
function pageBefore(login: TargetDescription['login']): StepDescription | undefined {
  const [first, ...further] = [login].flat();
  return first?.method === 'GET' && further.length > 0 ? first : undefined;
}

/** What all steps of a target have. */
interface Common {
  readonly headers: StepDescription['headers'];
  /** Cookies that say nothing about who asks: they travel with whatever does. */
  readonly kept: readonly string[];
}

/** Of a list, the last step is the one that counts, and the others lead to it. */
function stepOf(
  from: StepDescription | StepDescription[],
  carries: readonly string[],
  ok: readonly number[],
  common: Common,
): Step {
  const all = [from].flat();
  // pages that lead to a step may redirect; whether that is right, the statuses named in the description say
  const single = (
    { expect, auth, method, path, json, form, headers, save, subject }: StepDescription,
    last: boolean,
  ) => ({
    method,
    path,
    carries: auth ? [...auth, ...(auth.length > 0 ? common.kept : [])] : carries,
    ok: expect ?? (last ? ok : [...done, ...redirected]),
    ...defined({ json: json as Record<string, JsonTemplate> | undefined, form, save, subject }),
    ...((common.headers || headers) && { headers: { ...common.headers, ...headers } }),
  });
  const last = single(all.at(-1) as StepDescription, true);
  const before = all.slice(0, -1).map((one) => single(one, false));
  return { ...last, ...(before.length > 0 && { before }) };
}

function sourceOf(from: string | undefined): CredentialSpec['from'] {
  if (from === undefined) return 'set-cookie';
  const [, kind, name = ''] = /^(json|header):(.+)$/.exec(from) ?? [];
  return kind === 'header' ? { header: name.toLowerCase() } : { json: name === '' ? from : name };
}

function apparentTraits({ credentials, steps }: Protocol): Traits {
  const travels = (step: Step | undefined) =>
    step?.carries.some((name) => {
      const spec = credentials[name];
      return spec !== undefined && spec.role !== 'companion' && 'cookies' in spec.in;
    }) ?? false;
  const cookie = travels(steps.me);
  return {
    transport: cookie ? 'cookie' : 'bearer',
    ambient: cookie ? 'every-request' : travels(steps.refresh) ? 'renewal' : 'never',
    credential: 'reference',
    renewal: steps.refresh ? 'rotation' : cookie ? 'sliding' : 'none',
    revocation: 'immediate',
    store: 'every-request',
  };
}

/** Without what is undefined: exactOptionalPropertyTypes takes a member for given. */
function defined<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
