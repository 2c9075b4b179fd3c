export const signingIn = [
  [
    'Scheme',
    'One way to stay signed in: session, jwt, jwt-refresh. A variant, as jwt-denylist, runs when it is named, or in the profile full.',
  ],
  ['Artefact', 'One part of what a client holds that can be copied. Copying it is stealing it.'],
  [
    'Signer',
    'What a client computes anew for each request to prove a key that it holds (DPoP, HTTP message signatures).',
  ],
  ['Proof', 'What a signer makes for one request. A bound credential is worth nothing without the key that proves it.'],
  ['Hop', 'The way on which a backend for a front end asks a resource server in the name of its user.'],
  ['Principal', 'Whom a request speaks for.'],
  ['Session', 'What a server with sessions keeps of one sign-in.'],
  ['Rotation', 'A renewal replaces the refresh token, which works no more.'],
  ['Reuse detection', 'A spent refresh token that comes again ends its token family (RFC 9700 §4.14.2).'],
  ['Spent', 'Of a refresh token: used for a renewal, and replaced by the next one.'],
  [
    'Revocation',
    'Ending a sign-in before it expires: logout, logout everywhere, another password, a disabled account, a role that was taken away.',
  ],
  ['Lag', 'How old an answer of the store may be that a read goes by (REVOCATION_LAG_MS).'],
  ['Snapshot', 'A signed note, beside a session id, of whose the session was when it was last looked up.'],
  ['Seal', 'What the server alone can make and read: a session that travels encrypted.'],
  ['Idle timeout', 'The end of a sign-in that nobody uses (ASVS 7.3.1).'],
  ['Absolute timeout', 'The end of a sign-in however much it is used (ASVS 7.3.2).'],
  [
    'Surface',
    'What a scheme has to have so that an attack can be tried: cookies, refresh tokens, tokens that explain themselves.',
  ],
] as const satisfies readonly (readonly [term: string, meaning: string])[];
