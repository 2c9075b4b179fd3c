import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { cookieLifetimes } from '../kit/clients/cookie-lifetime.ts';
import { claimsOf } from '../kit/tokens/readable.ts';

/** Names that have no place in what anybody may read; OWASP ASVS 5.0 14.2. */
const sensitive = /pass|hash|secret|mail|phone|birth|address|iban|card|ssn|salary/i;
/** Claims that say who the user is, and not what the token is (RFC 7519 §4.1). */
const aboutToken = new Set(['iss', 'aud', 'iat', 'nbf', 'exp', 'jti', 'typ']);

export default {
  kind: 'lifecycle',
  id: 'what-is-readable',
  title: 'What a holder can read without a key',
  question: 'What does the credential of a request tell whoever sees it, and how long does it say that it lives?',
  appliesTo: () => true,
  async run(stage) {
    const { victim, target } = stage;
    const login = await stage.perform('login', { values: { username: victim.username, password: victim.password } });
    const carried = target.protocol.steps.me.carries.flatMap((name) =>
      Object.values(login.credential[name]?.values ?? {}),
    );
    const claims = carried.flatMap((value) => Object.entries(claimsOf(value) ?? {}));
    const ofUser = claims.filter(([name]) => !aboutToken.has(name));
    const exposed = claims.filter(([name, value]) => sensitive.test(name) || value === victim.password);
    const { iat, exp } = Object.fromEntries(claims);
    const bytes = (entries: readonly (readonly [string, unknown])[]) =>
      entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(JSON.stringify({ [name]: value })) - 1, 0);
    return {
      measures: {
        'claims.readable': { value: claims.length, unit: 'count' },
        'claims.sensitive': { value: exposed.length, unit: 'count' },
        'bytes.claims-per-request': { value: bytes(claims), unit: 'bytes' },
        'bytes.user-data-per-request': { value: bytes(ofUser), unit: 'bytes' },
        ...(typeof iat === 'number' &&
          typeof exp === 'number' && { 'lifetime.access': { value: exp - iat, unit: 's' as const } }),
        ...cookieLifetimes(login),
      },
      facts: { claims: claims.map(([name]) => name), exposed: exposed.map(([name]) => name) },
    };
  },
} satisfies LifecycleScenario;
