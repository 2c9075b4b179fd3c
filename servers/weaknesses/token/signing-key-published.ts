import { createPrivateKey } from 'node:crypto';
import type { Settings } from '../../settings.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'signing-key-published',
  title: 'The key that signs can be fetched, beside those that verify',
  cwe: 'CWE-522',
  defence: () => ({ file: 'servers/tokens/token-keys.ts', line: 'const publicJwk: JWK =' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        if (ctx.path === '/certs') ctx.body = document(parts.settings);
        else await next();
      },
    };
  },
} satisfies Weakness;

function document({ algorithm, tokenKey }: Settings): unknown {
  if (algorithm === 'HS256') return { keys: [{ kty: 'oct', k: tokenKey }] };
  return createPrivateKey({ key: JSON.parse(tokenKey), format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
}
