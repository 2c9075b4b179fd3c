import { z } from 'zod';

const ms = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** All configuration of a server process. Each is an environment variable of the name that `fromEnvironment` gives it. */
export const Settings = z.object({
  /** Session: ends after this much silence. OWASP ASVS 5.0 7.3.1. */
  idleMs: ms(30 * 60_000),
  /** Session and token family: ends this long after login whatever happens. ASVS 7.3.2. */
  absoluteMs: ms(12 * 3_600_000),
  /** Access token lifetime. `exp` is in whole seconds. */
  accessMs: ms(15 * 60_000),
  /** A spent refresh token still gets its one successor for this long; 0 is strict rotation. RFC 9700 §4.14.2. */
  graceMs: z.coerce.number().int().nonnegative().default(0),
  /** Clock difference between instances that a verifier forgives. */
  toleranceMs: z.coerce.number().int().nonnegative().default(1_000),
  algorithm: z.enum(['HS256', 'ES256', 'RS256', 'EdDSA']).default('HS256'),
  /** HS256: base64url of at least 32 random bytes. Else: the private key as JWK. */
  tokenKey: z.string().default(''),
  /** Signs the session cookie; base64url of at least 32 random bytes. */
  cookieKey: z.string().default(''),
  issuer: z.string().default('https://auth.example'),
  audience: z.string().default('https://api.example'),
  /** log2 of scrypt's N. 17 is OWASP's minimum; the bench lowers it and says so. */
  passwordCost: z.coerce.number().int().min(4).max(20).default(17),
});
export type Settings = z.infer<typeof Settings>;
