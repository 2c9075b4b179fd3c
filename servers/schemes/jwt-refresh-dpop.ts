import type { Context } from 'koa';
import type { Protocol, Scheme, Step } from '../scheme.ts';
import { accessTokens } from '../tokens/access-token.ts';
import { dpopChallenge, dpopProofs } from '../tokens/dpop-proof.ts';
import jwtRefresh, { renewable } from './jwt-refresh.ts';

const { credentials, steps } = jwtRefresh.protocol;

/**
 * The tokens of `jwt-refresh`, bound to a key of the client (RFC 9449): access tokens by `cnf.jkt`, families by what the store
 * keeps of them. Whoever asks for anything proves the key anew, with a nonce of ours that says when; at a login the clock of
 * the client may say so as well, since nothing is stolen yet that a proof made in advance could be used with.
 */
export default {
  ...jwtRefresh,
  id: 'jwt-refresh-dpop',
  variant: true,
  title: 'JWT with refresh token, bound to a key',
  summary:
    'The tokens of JWT with refresh token are worth nothing without a key that stays in the client, which proves it anew for each request; the store remembers every proof.',
  traits: { ...jwtRefresh.traits, store: 'every-request', bound: 'key' },
  protocol: {
    ...jwtRefresh.protocol,
    credentials: {
      ...credentials,
      access: { ...credentials.access, in: { header: 'authorization', prefix: 'DPoP ' } },
      nonce: { role: 'companion', from: { header: 'dpop-nonce' }, in: { proof: 'nonce' } },
    },
    steps: withNonce(steps),
    signer: 'dpop',
  },
  async serve(parts) {
    const tokens = await accessTokens(parts.settings, 'DPoP');
    const proofs = dpopProofs(parts);
    return renewable(parts, {
      challenge: dpopChallenge,
      published: tokens.published,

      async principal(ctx) {
        const token = await tokens.read(ctx);
        // one that is bound to nothing was not issued here
        if (!token?.jkt) return undefined;
        await proofs.prove(ctx, { token: token.token, jkt: token.jkt });
        ctx.state.provenKey = token.jkt;
        return token.principal;
      },

      issue: (account, jkt) => tokens.issue(account, { cnf: { jkt } }),
      provenKey: (ctx, step) => proofs.keyOf(ctx, step === 'login' ? 'nonce or clock' : 'nonce'),
      keyOf: (ctx: Context) => ctx.state.provenKey,
    });
  },
} satisfies Scheme;

/** Every request states it, once there is one. */
function withNonce<S extends Readonly<Record<string, Step>>>(all: S): S & Protocol['steps'] {
  const stating = Object.entries(all).map(([name, step]) => [name, { ...step, carries: [...step.carries, 'nonce'] }]);
  return Object.fromEntries(stating) as S & Protocol['steps'];
}
