import type { shapes } from './shapes.fixture.ts';

type Truth = Readonly<Record<string, string>>;

export type ShapeName =
  | keyof typeof shapes
  | 'two pages that look at who asks'
  | 'pages of an account'
  | 'careless pages of an account';

/** None of them sends headers that protect, tells caches anything, or gives an answer to somebody else. */
const everywhere: Truth = {
  'multiple-sessions': 'allowed',
  'answer-headers': 'succeeded',
  'answer-leak': 'blocked',
  'browser-cache-leak': 'succeeded',
  'cache-leak': 'blocked',
  'credential-forgery': 'blocked',
  'credential-in-url': 'blocked',
  'error-oracle': 'blocked',
  'missing-authorization': 'blocked',
};

/**
 * A random id in a cookie without attributes: scripts read and write it, siblings set it, and a login leaves the one before
 * alive. What is loaded with it fails for strangers and not for users, or the other way round, and nothing forbids to load it.
 */
const cookies: Truth = {
  ...everywhere,
  'credential-kind': 'session: reference',
  'credential-transport': 'session: cookie',
  'cookie-flags': 'without HttpOnly, SameSite, Secure, a name prefix',
  fixation: 'given: none; chosen: replaced; again: kept',
  reauthentication: 'succeeded',
  'session-fixation': 'blocked',
  'cors-credential-leak': 'blocked',
  'cors-read': 'blocked',
  'cookie-prefix-legacy': 'blocked',
  'cookie-prefix-unicode': 'blocked',
  'cookie-tossing': 'succeeded',
  framing: 'succeeded',
  'back-after-logout': 'succeeded',
  'xss-token-theft': 'succeeded',
  'script-plants-cookie': 'succeeded',
  'sign-in-oracle': 'succeeded',
};

/** The record of the session is deleted; where the cookie is not, that does no harm. */
const endsAtOnce: Truth = {
  'revocation-on-logout': 'at once',
  'replay-after-logout': 'blocked',
  'sign-in-histories': 'blocked',
};
const deletes = { 'cookie-deletion': 'deleted' };
const leaves = { 'cookie-deletion': 'left as it is' };
/** JSON is taken as JSON alone, which no form of another page is. */
const jsonLogin = { 'login-csrf': 'blocked' };

/** Forms for a text and for a password. */
const pages: Truth = {
  ...cookies,
  ...endsAtOnce,
  ...deletes,
  'login-csrf': 'succeeded',
  'xss-token-theft': 'blocked',
  'inexact-password': 'blocked',
  'replay-on-each-route': 'blocked',
};
const changes = ['csrf-cross-site', 'csrf-samesite-default-2min', 'csrf-sibling-domain'];
const forged = [...changes, 'forged-change-cross-site', 'forged-change-sibling', 'unverified-password-change'];
const all = (ids: readonly string[], outcome: string): Truth => Object.fromEntries(ids.map((id) => [id, outcome]));

/**
 * What is true of each server by its own few lines: of a property the value that has to be found, of an attack what has to
 * come of it. What is not named has no surface there, or is not tried on servers of others.
 */
export const shapeTruths: Readonly<Record<ShapeName, Truth>> = {
  'pages of an account': {
    ...pages,
    ...all([...forged, 'logout-csrf', 'replay-after-password-change', 'concurrent-sessions'], 'blocked'),
    'cookie-flags': 'without Secure, a name prefix',
  },
  // a browser takes a cookie without SameSite for Lax, and for two minutes not even that
  'careless pages of an account': {
    ...pages,
    ...all([...forged, 'logout-csrf', 'replay-after-password-change'], 'succeeded'),
    'cookie-flags': 'without SameSite, Secure, a name prefix',
  },
  // a value of the login page is good for whoever has it; strangers and users are answered alike but for the text
  'a form beside others': {
    ...cookies,
    'sign-in-oracle': 'blocked',
    ...endsAtOnce,
    ...leaves,
    'login-csrf': 'succeeded',
    'logout-csrf': 'succeeded',
  },
  'two pages': { ...cookies, ...endsAtOnce, ...leaves, 'login-csrf': 'succeeded', 'logout-csrf': 'succeeded' },
  'two pages that look at who asks': {
    ...cookies,
    ...endsAtOnce,
    ...leaves,
    'login-csrf': 'blocked',
    'logout-csrf': 'succeeded',
  },
  'a nonce for the sign-out': {
    ...cookies,
    'sign-in-oracle': 'blocked',
    ...endsAtOnce,
    ...leaves,
    'login-csrf': 'succeeded',
    'logout-csrf': 'blocked',
  },
  'an Origin that is needed': { ...cookies, ...endsAtOnce, ...deletes, ...jsonLogin, 'logout-csrf': 'blocked' },
  // it signs nobody out
  GraphQL: {
    ...everywhere,
    'credential-kind': 'access: reference',
    'credential-transport': 'access: authorization header',
  },
  'a token in a header of its own': {
    ...everywhere,
    ...endsAtOnce,
    'credential-kind': 'access: reference',
    'credential-transport': 'access: x-auth-token header',
  },
  // the server keeps nothing that a logout could end, which a form cannot ask for
  'a sealed cookie': {
    ...cookies,
    ...deletes,
    ...jsonLogin,
    'credential-kind': 'session: sealed',
    'revocation-on-logout': 'not ended',
    'replay-after-logout': 'succeeded',
    'sign-in-histories': 'succeeded',
    'logout-csrf': 'blocked',
  },
  // every address answers with the account, also those that look like a file
  Basic: {
    ...everywhere,
    'credential-kind': 'basic: not handed out',
    'credential-transport': 'basic: authorization header',
    'cache-leak': 'succeeded',
  },
  // a spent refresh token is refused and ends nothing, and a logout leaves the one in use; of access tokens no life is told
  'a token that is renewed, and a cookie that nothing asks for': {
    ...everywhere,
    'credential-kind': 'access: reference; refresh: reference',
    'credential-transport': 'access: authorization header; refresh: request body',
    rotation: 'always',
    'reuse-reaction': 'token',
    'concurrent-refresh': 'one successor',
    'revocation-on-logout': 'at once; refresh token not ended',
    ...all(['refresh-double-spend', 'rt-through-other-channel', 'token-in-other-place'], 'blocked'),
    ...all(['replay-after-logout', 'sign-in-histories', 'access-token-after-family-kill'], 'succeeded'),
    ...all(['refresh-ancestor-replay', 'refresh-descendant-after-kill', 'refresh-grace-abuse'], 'succeeded'),
    ...all(['refresh-reuse', 'refresh-theft-race', 'refresh-theft-race-in-grace'], 'succeeded'),
    ...all(['access-token-after-rotation', 'logout-resurrection'], 'inconclusive'),
    ...all(['refresh-benign-race', 'refresh-lost-response'], 'inconclusive'),
  },
  'the number of an account beside a session': {
    ...cookies,
    ...endsAtOnce,
    ...leaves,
    ...jsonLogin,
    'credential-kind': 'session: reference + readable and vouched for',
    'logout-csrf': 'succeeded',
  },
};
