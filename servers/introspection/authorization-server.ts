import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Koa, { type Middleware } from 'koa';
import { z } from 'zod';
import { answerErrors } from '../http/answer-errors.ts';
import { answerHeaders } from '../http/answer-headers.ts';
import { HttpError } from '../http/errors.ts';
import { bodyAs } from '../http/json-body.ts';
import type { Introspection } from './introspection.ts';

const Asked = z.object({ token: z.string().min(1).max(256) });

/** The half of an authorisation server that a resource server asks: one endpoint, on loopback, for one client. */
export interface AuthorizationServer {
  readonly url: string;
  /** The `Authorization` header of the one client that may ask: others could try tokens here (RFC 7662 §4). */
  readonly authorization: string;
  close(): Promise<void>;
}

export async function openAuthorizationServer(
  introspect: (token: string) => Promise<Introspection>,
): Promise<AuthorizationServer> {
  const secret = randomBytes(32).toString('base64url');
  const authorization = `Basic ${Buffer.from(`resource-server:${secret}`).toString('base64')}`;
  const app = new Koa();
  app.use(answerErrors('Basic realm="introspection"'));
  app.use(answerHeaders);
  app.use(onlyFrom(authorization));
  app.use(bodyParser({ enableTypes: ['form'], formLimit: '4kb', encoding: 'utf-8' }));
  app.use(async (ctx) => {
    ctx.body = await introspect(bodyAs(Asked, ctx).token);
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It ends with the server that asks it, whoever forgets to close it.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`,
    authorization,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function onlyFrom(authorization: string): Middleware {
  const expected = Buffer.from(authorization);
  return (ctx, next) => {
    const given = Buffer.from(ctx.get('authorization'));
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new HttpError(401, 'invalid_client', 'Only a resource server may ask about tokens.');
    if (ctx.method !== 'POST' || ctx.path !== '/introspect')
      throw new HttpError(404, 'not_found', 'There is no such resource.');
    return next();
  };
}
