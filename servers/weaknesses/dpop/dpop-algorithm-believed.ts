import { createHmac, createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { accessTokens } from '../../tokens/access-token.ts';
import { type ProofSeen, proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-algorithm-believed',
  title: 'The header of a proof says by which algorithm it is verified, and brings whichever key along',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/dpop-proof.ts', line: "algorithms: ['ES256']" }),
  appliesTo: ({ bound }) => bound === 'key',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const tokens = await accessTokens(parts.settings, 'DPoP');
    // the rule of spelling would refuse an empty signature
    const { spelling: _, ...rules } = proofRules(parts.settings, parts.store);
    return {
      ...sound,
      async authenticate(ctx) {
        const text = ctx.get('dpop');
        const bound = await tokens.read(ctx);
        const opened = await believed(text);
        if (!bound?.jkt || !opened) return sound.authenticate(ctx);
        const proof: ProofSeen = {
          ...{ text, ...opened, method: ctx.method, target: ctx.originalUrl, timedByClock: false },
          bound: { token: bound.token, jkt: bound.jkt },
        };
        for (const isMet of Object.values(rules)) if (!(await isMet(proof))) return undefined;
        return bound.principal;
      },
    };
  },
} satisfies Weakness;

/** A key may be anything there. */
interface Header {
  readonly alg?: string;
  readonly typ?: string;
  readonly jwk?: JWK;
}

/** What no sound server would open; undefined for all others. */
async function believed(text: string): Promise<Pick<ProofSeen, 'typ' | 'claims' | 'key'> | undefined> {
  try {
    const { alg = '', typ, jwk }: Header = decodeProtectedHeader(text);
    const [header, payload, signature = ''] = text.split('.');
    if (!jwk || !isSigned(alg, jwk, `${header}.${payload}`, signature)) return undefined;
    return { typ, claims: decodeJwt(text), key: await calculateJwkThumbprint(jwk) };
  } catch {
    return undefined;
  }
}

function isSigned(alg: string, jwk: JWK, input: string, signature: string): boolean {
  if (alg.toLowerCase() === 'none') return true;
  const [, bits] = /^HS(256|384|512)$/.exec(alg) ?? [];
  if (bits) {
    const secret = jwk.k === undefined ? JSON.stringify(jwk) : Buffer.from(jwk.k, 'base64url');
    return createHmac(`sha${bits}`, secret).update(input).digest('base64url') === signature;
  }
  if (jwk.d === undefined) return false;
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
