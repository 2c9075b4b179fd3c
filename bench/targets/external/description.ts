import { z } from 'zod';
import { isLoopback } from '../../../reports/text/loopback.ts';
import { secretEncodings } from './signing-key.ts';

/**
 * A login system that nobody here wrote, described by its HTTP alone. Values of users come from the environment, so
 * that the file can be committed; see docs/your-own-app.md for examples.
 */

const text = z.string().min(1);
const ms = z.number().int().positive();
/** Also a secret in a text of a step: {{env.NAME}} is what that variable holds. */
const value = z.union([z.string(), z.strictObject({ env: text.describe('name of an environment variable') })]);

const Json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]),
);
type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

const place = text
  .regex(
    /^(location|(json|header|query|cookie|cookie-decoded|field|meta):.+|regex:.*\(.+\).*|[^:]+)$/s,
    'is no place: json:a.b, header:name, location, query:name, cookie:name, cookie-decoded:name, field:name, meta:name or regex:…(…)…',
  )
  .refine((one) => !one.startsWith('regex:') || compiles(one.slice('regex:'.length)), 'is no regular expression');

const stepShape = z.strictObject({
  method: text.regex(/^[A-Z]+$/, 'is no method: GET, POST, PROPFIND …').default('GET'),
  path: text.regex(/^(\/|\{\{)/, 'must begin with /: the origin is said once'),
  headers: z.record(text, z.string()).optional(),
  json: z.record(text, Json).optional(),
  form: z.record(text, z.string()).optional(),
  auth: z.array(text).optional().describe('names of the credentials that this request carries'),
  expect: z.array(z.number().int().min(100).max(599)).nonempty().optional().describe('statuses that mean: done'),
  save: z.record(text, place).optional().describe('texts of the answer that later steps use as {{name}}'),
});
const oneBody = ({ json, form }: z.infer<typeof stepShape>) => !json || !form;
const twoBodies = 'has two bodies: json or form';

const StepDescription = stepShape
  .extend({ subject: place.optional().describe('where the answer names the account') })
  .refine(oneBody, twoBodies);

const steps = z.union([StepDescription, z.array(StepDescription).nonempty()]);

const CredentialDescription = z
  .strictObject({
    role: z.enum(['session', 'access', 'refresh']),
    from: place.optional().describe('json:path or header:name of an answer; without it, out of Set-Cookie'),
    value: text.optional().describe('of what nobody hands out: Basic {{basic}}, or a key in {{env.KEY}}'),
    in: z.union([
      z.strictObject({ cookies: z.array(text).nonempty() }),
      z.strictObject({ header: text, prefix: z.string().default('') }),
      z.strictObject({ field: text.describe('of the form or JSON body') }),
    ]),
  })
  .refine(
    ({ from, value, in: how }) => 'cookies' in how || from !== undefined || value !== undefined,
    'needs `from`, or `value`: only cookies are found without',
  )
  .refine(({ from = 'json:x' }) => /^(json:|header:|[^:]+$)/.test(from), '`from` is json:path or header:name');

/** What its owner says of it. A property that is not named here is observed, and judged against standards alone. */
const Declared = z.strictObject({
  revokesOnLogout: z.union([z.boolean(), z.strictObject({ withinMs: ms })]).optional(),
  rotation: z.enum(['always', 'sometimes', 'never']).optional(),
  reuse: z
    .enum(['account', 'family', 'token', 'none'])
    .optional()
    .describe(
      'what a spent refresh token ends when it comes again: all sign-ins of the account, its own, itself, nothing',
    ),
  graceMs: z.number().int().nonnegative().optional(),
  leewayMs: z.number().int().nonnegative().optional(),
  expiry: z.enum(['sliding', 'fixed']).optional(),
  multipleSessions: z.boolean().optional(),
  severalUsers: z.boolean().optional().describe('one session holds several accounts on purpose'),
  algorithm: text.optional(),
  strictTokens: z
    .boolean()
    .optional()
    .describe('refuses well-signed tokens that no standard forbids: without exp, of any typ, with claims of odd types'),
});

/** Cases that disturb whoever else uses the target, and are run only where they are named. */
const disruptive = ['alone', 'lockout', 'oversize', 'cpu', 'many-logins', 'writes'] as const;

export const TargetDescription = z
  .strictObject({
    $schema: z.string().optional(),
    name: text.regex(/^[a-z][a-z0-9-]{0,30}$/, 'is no name: small letters, digits and hyphens, at most 31'),
    title: text.optional(),
    origin: z
      .url({ protocol: /^https?$/, error: 'is no http or https address' })
      .refine((one) => isOrigin(one), 'is an origin: scheme, host and port alone'),
    users: z
      .record(
        text,
        z.strictObject({
          username: value,
          password: value,
          subject: value.optional(),
          totp: value.optional().describe('the secret of an authenticator app, in base32, for {{totp}}'),
          more: z.record(text.regex(/^\w+$/, 'is no name'), value).optional().describe('what templates name: {{NAME}}'),
        }),
      )
      .refine((all) => Object.keys(all).length >= 2, 'needs two users at least: one is told from the other'),
    admin: text.optional().describe('the one of the users that forgers try to become; the first where absent'),
    credentials: z.record(text.regex(/^\w+$/, 'is no name'), CredentialDescription),
    keepCookies: z.array(text).optional().describe('cookies that must travel along and are no credentials'),
    headers: z.record(text, z.string()).optional().describe('of every request: Origin, the id of an application'),
    visit: StepDescription.optional().describe('what somebody sees before a login, and may be given a cookie by'),
    login: steps,
    call: StepDescription.refine(({ subject }) => subject !== undefined, 'needs `subject`: a status proves nothing'),
    anonymous: text.optional().describe('what the call names where nobody is signed in, such as guest'),
    refresh: steps.optional(),
    logout: steps.optional(),
    logoutAll: steps.optional(),
    password: steps.optional().describe('changes the password of whoever asks, from {{password}} to {{next}}'),
    disable: steps.optional().describe('the admin disables the account called {{id}}, {{username}} by its login'),
    enable: steps.optional().describe('and lets it in again'),
    transfer: steps.optional().describe('changes something of whoever asks, and can be asked for again and again'),
    effect: stepShape
      .extend({ value: place.describe('where the answer shows what `transfer` changes') })
      .refine(oneBody, twoBodies)
      .optional()
      .describe('reads back what `transfer` has changed'),
    slowWrite: StepDescription.optional().describe('a request that takes {{ms}} and writes to the session at its end'),
    reset: StepDescription.optional().describe('brings the target back to how it was; sent once at the end'),
    publicKeys: text.startsWith('/').optional().describe('where the JWK set is; /.well-known/jwks.json where absent'),
    signingKey: z
      .strictObject({
        env: text.describe('name of an environment variable'),
        encoding: z.enum(secretEncodings).optional().describe('of a secret; text where absent'),
      })
      .optional()
      .describe('what a test environment of its own signs tokens with: PEM, JWK or a secret'),
    expect: Declared.optional(),
    ttlMs: z
      .strictObject({
        access: ms.optional(),
        session: ms.optional().describe('how long a sign-in that nobody uses stays good'),
        refresh: ms.optional(),
        absolute: ms.optional().describe('how long a sign-in stays good at most, however it is used'),
      })
      .optional()
      .describe('lifetimes that are in force, where they are known'),
    configuredTtlMs: z
      .strictObject({ access: ms.optional(), session: ms.optional(), refresh: ms.optional() })
      .optional()
      .describe('the same where start.env does not shorten them: what statements about the target rest on'),
    start: z
      .strictObject({
        command: z.array(text).nonempty(),
        env: z.record(text, value).optional(),
        readyWithinMs: ms.optional(),
      })
      .optional()
      .describe('starts the target on this machine; it is ready when its port answers'),
    limits: z
      .strictObject({
        ratePerSecond: z.number().positive().max(20_000).optional(),
        concurrency: z.number().int().positive().max(256).optional(),
        requests: z.number().int().positive().optional(),
      })
      .optional(),
    optIn: z.array(z.enum(disruptive)).optional().describe('disruptive cases that may be run'),
  })
  .superRefine((target, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const known = Object.keys(target.credentials);
    if (known.length === 0) issue(['credentials'], 'names no credential: nothing would be carried');
    if (target.admin !== undefined && !(target.admin in target.users)) issue(['admin'], 'is none of the users');
    if (target.start && !isLoopback(new URL(target.origin).hostname))
      issue(['start'], 'is for a target on this machine, and the origin is not');
    if (
      target.refresh &&
      !Object.values(target.credentials).some(({ role }) => role === 'refresh' || role === 'session')
    )
      issue(['refresh'], 'has no credential of role refresh to renew with');
    if (target.disable && target.admin === undefined)
      issue(['disable'], 'needs `admin`: one of the users, who does it');
    if (target.disable && !target.enable && !target.reset)
      issue(['disable'], 'needs `enable`, or `reset`: whoever was disabled is let in again');
    if (target.transfer && !target.effect) issue(['transfer'], 'needs `effect`: a status does not prove a change');
    for (const [name, step] of allSteps(target))
      for (const credential of step.auth ?? [])
        if (!known.includes(credential))
          issue([...name, 'auth'], `carries '${credential}', which is none of the credentials: ${known.join(', ')}`);
  });
export type TargetDescription = z.infer<typeof TargetDescription>;
export type StepDescription = z.infer<typeof StepDescription>;
/** As it is written by hand: what has a default may be left out. */
export type Target = z.input<typeof TargetDescription>;

/** JSON Schema (draft 2020-12) of a description, for editors. */
export function targetJsonSchema(): unknown {
  return { title: 'authbench target', ...z.toJSONSchema(TargetDescription, { io: 'input' }) };
}

type Carrying = Pick<StepDescription, 'auth'>;
const stepNames = [
  ...(['visit', 'login', 'call', 'refresh', 'logout', 'logoutAll', 'password'] as const),
  ...(['disable', 'enable', 'transfer', 'effect', 'slowWrite', 'reset'] as const),
];

function allSteps(target: TargetDescription): [(string | number)[], Carrying][] {
  return stepNames.flatMap((name): [(string | number)[], Carrying][] => {
    const step = target[name];
    if (!step) return [];
    return Array.isArray(step) ? step.map((one, i) => [[name, i], one]) : [[[name], step]];
  });
}

function isOrigin(url: string): boolean {
  const { origin, href, username } = new URL(url);
  return username === '' && (href === `${origin}/` || href === origin);
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 's');
    return true;
  } catch {
    return false;
  }
}
