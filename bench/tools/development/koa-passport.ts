import { randomBytes } from 'node:crypto';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { KoaPassport } from 'koa-passport';
import session from 'koa-session';
import { Strategy } from 'passport-local';
import type { Target } from '../../targets/external/description.ts';
import { type Development, knows, listen, users } from './development.ts';

/** koa-passport over koa-session without a store: the cookie is the session, in clear and signed. A form with a token. */
export const koaPassport: Development = {
  name: 'koa-passport',
  truth: {
    'credential-kind': 'session: readable and vouched for + reference',
    'credential-transport': 'session: cookie',
    'cookie-flags': 'without SameSite, Secure, a name prefix',
    'cookie-deletion': 'left as it is',
    'revocation-on-logout': 'not ended',
    // what the server does not keep, no login can end
    fixation: 'given: replaced; chosen: replaced; again: kept',
    expiry: null,
    'multiple-sessions': 'allowed',
  },
  attacks: { 'replay-after-logout': 'succeeded' },
  async start() {
    const app = new Koa();
    app.keys = ['a key of this test'];
    const passport = new KoaPassport();
    passport.serializeUser((user, done) => done(null, user));
    passport.deserializeUser((user: string, done) => done(null, user));
    passport.use(new Strategy((username, password, done) => done(null, knows(username, password) ? username : false)));
    const router = new Router();
    router.get('/login', (ctx) => {
      const token = randomBytes(12).toString('hex');
      if (ctx.session) ctx.session.form = token;
      ctx.body = `<form method="post"><input name="_csrf" value="${token}"><input name="username"><input type="password" name="password"></form>`;
    });
    router.post(
      '/login',
      async (ctx, next) => {
        const { _csrf } = ctx.request.body as Record<string, string>;
        if (!ctx.session?.form || ctx.session.form !== _csrf) ctx.throw(403);
        await next();
      },
      passport.authenticate('local', { successRedirect: '/', failureRedirect: '/login' }),
    );
    router.get('/', (ctx) => {
      ctx.body = `<p>${ctx.isAuthenticated() ? `Signed in as <b>${ctx.state.user}</b>` : 'Welcome'}</p>`;
    });
    router.get('/logout', async (ctx) => {
      await ctx.logout();
      ctx.redirect('/');
    });
    app.use(session({ key: 'koa.sess' }, app)).use(bodyParser());
    app.use(passport.initialize()).use(passport.session()).use(router.routes());
    app.silent = true;
    return listen(app.callback(), describe);
  },
};

function describe(origin: string): Target {
  return {
    name: 'koa-passport',
    origin,
    users,
    credentials: { session: { role: 'session', in: { cookies: ['koa.sess', 'koa.sess.sig'] } } },
    login: [
      { path: '/login', save: { csrf: 'regex:name="_csrf" value="(\\w+)"' } },
      {
        method: 'POST',
        path: '/login',
        form: { _csrf: '{{csrf}}', username: '{{username}}', password: '{{password}}' },
        expect: [302],
      },
    ],
    call: { path: '/', subject: 'regex:Signed in as <b>(\\w+)</b>' },
    logout: { path: '/logout' },
  };
}
