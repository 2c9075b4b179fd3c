import { METHODS } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { answerErrors } from './http/answer-errors.ts';
import { answerHeaders } from './http/answer-headers.ts';
import { oneHost } from './http/one-host.ts';
import { routes } from './routes.ts';
import type { AuthServer, Parts } from './scheme.ts';

/** The application, which is the same in every arm: only how a request is authenticated differs. */
export function createApp(auth: AuthServer, parts: Parts): Koa {
  const app = new Koa();
  // TLS ends in front of this process, so that every cookie is Secure although this connection is not encrypted.
  Object.defineProperty(app.request, 'secure', { get: () => true });

  // With every method known, one that a resource lacks is 405: the router would answer 501 to those it does not know.
  const router = new Router({ methods: METHODS });
  routes(router, auth, parts);

  app.use(answerErrors(auth.challenge));
  app.use(answerHeaders);
  app.use(oneHost);
  if (auth.front) app.use(auth.front);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
