import Koa from 'koa';
import { answerErrors } from './http/answer-errors.ts';
import { answerHeaders } from './http/answer-headers.ts';
import { oneHost } from './http/one-host.ts';
import { routes } from './routes.ts';
import type { AuthServer, Parts } from './scheme.ts';

/** The application, which is the same for every scheme: only how a request is authenticated differs. */
export function createApp(auth: AuthServer, parts: Parts): Koa {
  const app = new Koa();
  // TLS ends in front of this process, so that every cookie is Secure although this connection is not encrypted.
  Object.defineProperty(app.request, 'secure', { get: () => true });

  app.use(answerErrors(auth.challenge));
  app.use(answerHeaders);
  app.use(oneHost);
  if (auth.front) app.use(auth.front);
  const router = routes(auth, parts);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
