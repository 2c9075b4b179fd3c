import Router from '@koa/router';
import { jwtVerify, SignJWT } from 'jose';
import Koa from 'koa';
import { minimalLogin, minimalRefusal } from '../minimal-login.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'floor-of-jose',
  title: 'jose with nothing around it',
  question: 'How much of the token server’s cost is its library’s, and how much is ours?',
  choice: 'what the reference adds to its libraries',
  // where each request asks the store too, jose is only a part of what it costs
  appliesTo: ({ credential, store }) => credential === 'self-contained' && store !== 'every-request',
  async app({ settings, accounts }) {
    const { issuer, audience, accessMs } = settings;
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const secret = Buffer.from(settings.tokenKey, 'base64url');
    const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign', 'verify']);
    const app = new Koa();
    const router = new Router();
    minimalLogin(router, accounts, async (_ctx, { id, role }) => {
      const token = new SignJWT({ role }).setProtectedHeader({ alg: 'HS256' }).setSubject(id).setIssuer(issuer);
      const until = new Date(Date.now() + accessMs);
      return { access_token: await token.setAudience(audience).setIssuedAt().setExpirationTime(until).sign(key) };
    });
    router.get('/me', async (ctx) => {
      const token = ctx.get('authorization').slice('Bearer '.length);
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'], issuer, audience }).catch(() => undefined);
      if (!verified) return minimalRefusal(ctx);
      ctx.body = { id: verified.payload.sub, role: verified.payload.role };
    });
    app.use(router.routes());
    return app;
  },
} satisfies Variation;
