import jsonwebtoken from 'jsonwebtoken';
import Koa from 'koa';
import koaJwt from 'koa-jwt';
import type { Target } from '../../targets/external/description.ts';
import { type Development, knows, listen, users } from './development.ts';

const secret = 'Tq7Wm2Xz9Lk4Rv6Yc1Np8Bd3Gh5Js0Fa';
const shortS = 5;

/** koa-jwt that finds its token in a cookie, and signs in by Basic authentication; it forgives two seconds. */
export const koaJwtCookie: Development = {
  name: 'koa-jwt-cookie',
  truth: {
    'credential-kind': 'access: JWT',
    'credential-transport': 'access: cookie',
    'cookie-flags': 'without Secure, a name prefix',
    expiry: 'fixed',
    'token-algorithm': 'HS512',
    'token-claims': 'exp, iat, sub',
    'token-jti': 'absent',
    leeway: '2 s',
    'multiple-sessions': 'allowed',
  },
  attacks: {
    'jwt-unsigned': 'blocked',
    'jwt-header-key-injection': 'blocked',
    'jwt-kid-injection': 'blocked',
    'jwt-claims-unverified': 'blocked',
    'jwt-weak-secret': 'blocked',
  },
  async start(lifeS = shortS) {
    const app = new Koa();
    app.use(async (ctx, next) => {
      if (ctx.path !== '/token') return next();
      const [, encoded = ''] = (ctx.get('authorization') || '').split(' ');
      const [username, password] = Buffer.from(encoded, 'base64').toString().split(':');
      if (!knows(username, password)) {
        ctx.status = 401;
        return;
      }
      const token = jsonwebtoken.sign({ sub: username }, secret, { algorithm: 'HS512', expiresIn: lifeS });
      ctx.cookies.set('jwt', token, { httpOnly: true, sameSite: 'strict' });
      ctx.status = 204;
    });
    app.use(koaJwt({ secret, cookie: 'jwt', algorithms: ['HS512'], clockTolerance: 2 } as koaJwt.Options));
    app.use((ctx) => {
      ctx.body = { who: ctx.state.user.sub };
    });
    app.silent = true;
    return listen(app.callback(), (origin) => describe(origin, lifeS));
  },
};

function describe(origin: string, lifeS: number): Target {
  return {
    name: 'koa-jwt-cookie',
    origin,
    users,
    credentials: { access: { role: 'session', in: { cookies: ['jwt'] } } },
    login: { method: 'PUT', path: '/token', headers: { authorization: 'Basic {{basic}}' } },
    call: { path: '/me', subject: 'who' },
    ttlMs: { access: lifeS * 1_000 },
  };
}
