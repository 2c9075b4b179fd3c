import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ConfigError } from './http/errors.ts';

const ms = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** All configuration of a server process. `variables` names the environment variable of each. */
export const Settings = z.object({
  /** Session and refresh token: ends after this much silence. OWASP ASVS 5.0 7.3.1. */
  idleMs: ms(30 * 60_000),
  /** Session and token family: ends this long after login whatever happens. ASVS 7.3.2. */
  absoluteMs: ms(12 * 3_600_000),
  /** Access token lifetime. `exp` is in whole seconds. */
  accessMs: ms(15 * 60_000),
  /** How old an answer of the store may be that a read goes by, in schemes that do not ask it every time. */
  lagMs: ms(60_000),
  /** A spent refresh token still gets its one successor for this long; 0 is strict rotation. RFC 9700 §4.14.2. */
  graceMs: z.coerce.number().int().nonnegative().default(0),
  /** Clock difference between instances that a verifier forgives. */
  toleranceMs: z.coerce.number().int().nonnegative().default(1_000),
  algorithm: z.enum(['HS256', 'ES256', 'RS256', 'EdDSA']).default('HS256'),
  /** HS256: base64url of at least 32 random bytes. Else: the private key as JWK. */
  tokenKey: z.string().default(''),
  /** Keys that no longer sign and still verify: a JSON array of `{key, until}`, `until` in ms since 1970. */
  retiredKeys: z.string().default(''),
  /** Where the keys are fetched that tokens are good by, in place of our own; none where empty. */
  jwksUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  /** Whose keys these are: that of another issuer has its tokens good beside our own; our issuer's where empty. */
  jwksIssuer: z.string().default(''),
  /** How long a fetched key set is not fetched again for a name that it lacks. */
  jwksCooldownMs: ms(30_000),
  /** Signs the session cookie; base64url of at least 32 random bytes. */
  cookieKey: z.string().default(''),
  /** Cookie keys that no longer sign and still verify, as `retiredKeys`. */
  retiredCookieKeys: z.string().default(''),
  issuer: z.string().default('https://auth.example'),
  audience: z.string().default('https://api.example'),
  /** Origins under which clients reach this server, with commas between; `:*` stands for any port. What proofs may name. */
  publicOrigins: z.string().default(''),
  /** How long a DPoP nonce is handed out; it is good for as long again. RFC 9449 §8. */
  nonceMs: ms(60_000),
  /** A store that has not answered after this long is away; less than half a second, so that a page fails fast. */
  storeTimeoutMs: z.coerce.number().int().min(10).max(490).default(250),
  /** log2 of scrypt's N. 17 is OWASP's minimum; the bench lowers it and says so. */
  passwordCost: z.coerce.number().int().min(4).max(20).default(17),
  /** Passwords hashed at once: a core stays free for requests, and one of libuv's four threads for their tokens. */
  passwordsAtOnce: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_024)
    .default(Math.max(1, Math.min(3, availableParallelism() - 1))),
  /** Failed logins that an account may have in one window; 0 counts none. ASVS 5.0 6.3.1. */
  loginFailures: z.coerce.number().int().nonnegative().max(100).default(10),
  /** The same of one source address, over all accounts (password spraying, credential stuffing); 0 counts none. */
  loginFailuresPerSource: z.coerce.number().int().nonnegative().max(1_000).default(100),
  loginWindowMs: ms(60_000),
  /** Proxies of ours in front, each of which adds the address it saw to X-Forwarded-For; 0 believes no such header. */
  proxies: z.coerce.number().int().nonnegative().max(10).default(0),
});
export type Settings = z.infer<typeof Settings>;

const variables = {
  idleMs: 'SESSION_IDLE_MS',
  absoluteMs: 'SESSION_ABSOLUTE_MS',
  accessMs: 'ACCESS_MS',
  lagMs: 'REVOCATION_LAG_MS',
  graceMs: 'REFRESH_GRACE_MS',
  toleranceMs: 'CLOCK_TOLERANCE_MS',
  algorithm: 'TOKEN_ALGORITHM',
  tokenKey: 'TOKEN_KEY',
  retiredKeys: 'TOKEN_RETIRED_KEYS',
  jwksUrl: 'JWKS_URL',
  jwksIssuer: 'JWKS_ISSUER',
  jwksCooldownMs: 'JWKS_COOLDOWN_MS',
  cookieKey: 'COOKIE_KEY',
  retiredCookieKeys: 'COOKIE_RETIRED_KEYS',
  issuer: 'ISSUER',
  audience: 'AUDIENCE',
  publicOrigins: 'PUBLIC_ORIGINS',
  nonceMs: 'DPOP_NONCE_MS',
  passwordCost: 'PASSWORD_COST',
  passwordsAtOnce: 'PASSWORDS_AT_ONCE',
  storeTimeoutMs: 'STORE_TIMEOUT_MS',
  loginFailures: 'LOGIN_FAILURES',
  loginFailuresPerSource: 'LOGIN_FAILURES_PER_SOURCE',
  loginWindowMs: 'LOGIN_WINDOW_MS',
  proxies: 'PROXIES',
} as const satisfies Record<keyof Settings, string>;

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError naming every variable that does not parse, and never its value. */
export function fromEnvironment(env: EnvironmentVariables, defaults: Partial<Settings> = {}): Settings {
  const given = Object.entries(variables).flatMap(([name, variable]) => (env[variable] ? [[name, env[variable]]] : []));
  const parsed = Settings.safeParse({ ...defaults, ...Object.fromEntries(given) });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => `${variables[path[0] as keyof Settings]}: ${message}`),
  );
}

/** The environment of a process that is to run with these settings. */
export function toEnvironment(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [variable, String(settings[name as keyof Settings])]),
  );
}
