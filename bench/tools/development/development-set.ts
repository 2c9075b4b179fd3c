import type { Development } from './development.ts';
import {
  anyToken,
  careful as carefulAccounts,
  careless as carelessAccounts,
  expressAccounts,
  sameSiteAlone,
} from './express-accounts.ts';
import { expressJwt } from './express-jwt.ts';
import { careful, careless, clearingElsewhere, expressSession } from './express-session.ts';
import { fastifyJwt } from './fastify-jwt.ts';
import { fastifySession } from './fastify-session.ts';
import { fetchAdapter } from './fetch-adapter.ts';
import { joseKeyText } from './jose-key-text.ts';
import { jsonwebtokenPair } from './jsonwebtoken-pair.ts';
import { koaJwtCookie } from './koa-jwt.ts';
import { koaPassport } from './koa-passport.ts';
import { oidc } from './oidc.ts';
import { oneRequestEach } from './one-request-each.ts';
import { deniedByText, keptSigned, onlySigned, signedTokens } from './signed-tokens.ts';

/** All servers that the bench is tried against and was not made with. */
export const developmentSet: readonly Development[] = [
  expressSession(careful),
  expressSession(careless),
  expressSession(clearingElsewhere),
  expressAccounts(carefulAccounts),
  expressAccounts(anyToken),
  expressAccounts(sameSiteAlone),
  expressAccounts(carelessAccounts),
  fastifySession,
  fastifyJwt('HS256'),
  fastifyJwt('RS256'),
  expressJwt({ denies: false }),
  expressJwt({ denies: true }),
  expressJwt({ denies: true, late: true }),
  joseKeyText,
  signedTokens(keptSigned),
  signedTokens(deniedByText),
  signedTokens(onlySigned),
  koaJwtCookie,
  koaPassport,
  fetchAdapter,
  oneRequestEach,
  jsonwebtokenPair({ tells: true }),
  jsonwebtokenPair({ tells: false }),
  oidc({ slow: false }),
  oidc({ slow: true }),
];
