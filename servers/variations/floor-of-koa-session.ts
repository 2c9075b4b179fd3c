import Router from '@koa/router';
import { Redis } from 'ioredis';
import Koa from 'koa';
import session from 'koa-session';
import { minimalLogin, minimalRefusal } from '../minimal-login.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'floor-of-koa-session',
  title: 'koa-session and ioredis with nothing around them',
  question: 'How much of the session server’s cost is its libraries’, and how much is ours?',
  choice: 'what the reference adds to its libraries',
  appliesTo: ({ transport, store }) => transport === 'cookie' && store === 'every-request',
  app({ settings, accounts }, storeUrl) {
    // one that goes away stays away: it is measured, not operated
    const redis = new Redis(storeUrl, { retryStrategy: () => null, enableReadyCheck: false });
    redis.on('error', () => {});
    const app = new Koa();
    app.keys = [settings.cookieKey];
    Object.defineProperty(app.request, 'secure', { get: () => true });
    const store = {
      async get(key: string) {
        return JSON.parse((await redis.get(key)) ?? 'null');
      },
      async set(key: string, value: unknown, ttlMs: unknown) {
        await redis.set(key, JSON.stringify(value), 'PX', Number(ttlMs));
      },
      async destroy(key: string) {
        await redis.del(key);
      },
    };
    const options = { store, key: '__Host-Http-sid', maxAge: settings.idleMs, renew: true, secure: true };
    app.use(session(options, app));
    const router = new Router();
    minimalLogin(router, accounts, async (ctx, account) => {
      ctx.session = account;
      return {};
    });
    router.get('/me', (ctx) => {
      if (!ctx.session?.id) return minimalRefusal(ctx);
      ctx.body = { id: ctx.session.id, role: ctx.session.role };
    });
    app.use(router.routes());
    return app;
  },
} satisfies Variation;
