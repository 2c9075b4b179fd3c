import { type Rule, type Standard, takesLook, takesProof } from './rule.ts';

const address = 'https://owasp.org/www-project-application-security-verification-standard/';

const cookies: readonly Rule[] = [
  {
    ...{ id: 'ASVS 3.3.1', level: 1, of: 'cookies' },
    asks: 'Cookies are Secure, and their names begin with __Host- or __Secure-.',
  },
  {
    ...{ id: 'ASVS 3.3.2', level: 2, of: 'cookies' },
    asks: 'Each cookie has the SameSite value that suits its purpose.',
  },
  {
    ...{ id: 'ASVS 3.3.3', level: 2, of: 'cookies' },
    asks: 'Names of cookies begin with __Host-, unless they are made to be shared with other hosts.',
  },
  {
    ...{ id: 'ASVS 3.3.4', level: 2, of: 'cookies' },
    asks: 'A cookie that scripts have no business with is HttpOnly, and its value reaches the client by Set-Cookie alone.',
  },
  {
    ...{ id: 'ASVS 3.3.5', level: 3, of: 'cookies' },
    asks: 'Name and value of a cookie take at most 4,096 bytes.',
  },
];

const headers: readonly Rule[] = [
  { ...{ id: 'ASVS 3.4.1', level: 1 }, asks: 'Every answer asks browsers for HTTPS alone, for at least a year.' },
  { ...{ id: 'ASVS 3.4.2', level: 1 }, asks: 'Other origins may read answers only where they are on a list.' },
  {
    ...{ id: 'ASVS 3.4.3', level: 2 },
    asks: 'Every answer has a Content-Security-Policy with object-src and base-uri none.',
    untried: 'nonces or hashes in the policy of pages (level 3): the servers here answer with JSON',
  },
  { ...{ id: 'ASVS 3.4.4', level: 2 }, asks: 'Every answer says nosniff.' },
  { ...{ id: 'ASVS 3.4.5', level: 2 }, asks: 'A Referrer-Policy keeps addresses from others.' },
  { ...{ id: 'ASVS 3.4.6', level: 2 }, asks: 'No answer can be framed, unless it is meant to be.' },
  {
    ...{ id: 'ASVS 3.4.7', level: 3 },
    asks: 'The policy says where violations are reported.',
    unreached: 'nobody wrote an attack for it yet',
  },
  {
    ...{ id: 'ASVS 3.4.8', level: 3 },
    asks: 'Pages have a Cross-Origin-Opener-Policy.',
    unreached: 'the servers here answer with JSON',
  },
];

const origins: readonly Rule[] = [
  {
    ...{ id: 'ASVS 3.5.1', level: 1, of: 'cookies' },
    asks: 'Requests that pages of other sites can make are checked before anything changes.',
  },
  {
    ...{ id: 'ASVS 3.5.2', level: 1, of: 'cookies' },
    asks: 'Where the preflight of CORS is the defence, a request that needs none is not enough.',
  },
  {
    ...{ id: 'ASVS 3.5.3', level: 1, of: 'cookies' },
    asks: 'What changes something takes POST, PUT, PATCH or DELETE, and no safe method.',
  },
  {
    ...{ id: 'ASVS 3.5.4', level: 2 },
    asks: 'Applications that are apart have host names that are apart.',
    unreached: 'it is about how they are hosted',
  },
  {
    ...{ id: 'ASVS 3.5.5', level: 2 },
    asks: 'Messages between windows are taken from known origins alone.',
    unreached: 'the servers here have no pages',
  },
  { ...{ id: 'ASVS 3.5.6', level: 3 }, asks: 'There is no JSONP.', unreached: 'nobody wrote an attack for it yet' },
  {
    ...{ id: 'ASVS 3.5.7', level: 3 },
    asks: 'Scripts hold no data of users.',
    unreached: 'nobody wrote an attack for it yet',
  },
  {
    ...{ id: 'ASVS 3.5.8', level: 3, of: 'cookies' },
    asks: 'Pages of other sites cannot load what is meant for users who are signed in.',
    untried: 'what the time tells that it takes to load',
  },
];

const sessions: readonly Rule[] = [
  {
    ...{ id: 'ASVS 7.1.1', level: 2 },
    asks: 'Idle and absolute timeouts are documented and justified.',
    unreached: 'it is about documents',
  },
  {
    ...{ id: 'ASVS 7.1.2', level: 2 },
    asks: 'It is documented how many sign-ins an account may have at once.',
    unreached: 'it is about documents',
  },
  {
    ...{ id: 'ASVS 7.1.3', level: 2 },
    asks: 'Systems that sign users in together are documented.',
    unreached: 'it is about documents',
  },
  { ...{ id: 'ASVS 7.2.1', level: 1 }, asks: 'Credentials are checked by the server.' },
  {
    ...{ id: 'ASVS 7.2.2', level: 1 },
    asks: 'Credentials are made anew for each sign-in, and are no fixed keys.',
    unreached: 'nobody wrote an attack for it yet',
  },
  {
    ...{ id: 'ASVS 7.2.3', level: 1, of: 'reference tokens' },
    asks: 'Credentials that refer to something kept have 128 bits from a secure generator.',
  },
  {
    ...{ id: 'ASVS 7.2.4', level: 1, window: 'at-once', takes: takesLook },
    asks: 'Signing in, also once more, makes a new credential and ends the one before.',
  },
  { ...{ id: 'ASVS 7.3.1', level: 2, window: 'keeps' }, asks: 'A sign-in that nobody uses ends.' },
  { ...{ id: 'ASVS 7.3.2', level: 2, window: 'keeps' }, asks: 'Every sign-in ends, however much it is used.' },
  {
    ...{ id: 'ASVS 7.4.1', level: 1, window: 'at-once', takes: takesLook },
    asks: 'What a logout or an expiry has ended is not accepted again.',
    untried: 'parties elsewhere that rely on the sign-in',
  },
  {
    ...{ id: 'ASVS 7.4.2', level: 1, window: 'at-once', takes: takesLook },
    asks: 'All sign-ins of an account end when it is disabled or deleted.',
  },
  {
    ...{ id: 'ASVS 7.4.3', level: 2, window: 'at-once', takes: takesLook },
    asks: 'All other sign-ins of a user can be ended when a password or another factor changes.',
    untried: 'factors other than the password, and a reset by mail',
  },
  {
    ...{ id: 'ASVS 7.4.4', level: 2 },
    asks: 'Every page for users who are signed in shows how to sign out.',
    unreached: 'it is about pages',
  },
  {
    ...{ id: 'ASVS 7.4.5', level: 2, window: 'at-once', takes: takesLook },
    asks: 'Administrators can end the sign-ins of one user, or of all.',
    untried: 'ending those of all users at once',
  },
  {
    ...{ id: 'ASVS 7.5.1', level: 2 },
    asks: 'Whoever changes what a login rests on signs in once more for it.',
    untried: 'mail address, telephone number and second factor: the servers here have none',
  },
  {
    ...{ id: 'ASVS 7.5.2', level: 2, window: 'at-once', takes: takesLook },
    asks: 'Users see their sign-ins, and can end any of them or all.',
    lacked: 'it has no list of single sign-ins',
  },
  {
    ...{ id: 'ASVS 7.5.3', level: 3, window: 'breaks', takes: 'one more proof of who they are before such an act' },
    asks: 'Whoever does something very sensitive shows once more who they are.',
  },
  {
    ...{ id: 'ASVS 7.6.1', level: 2 },
    asks: 'Sign-ins at an identity provider and at those who rely on it end as documented.',
    unreached: 'it needs an identity provider',
  },
  {
    ...{ id: 'ASVS 7.6.2', level: 2 },
    asks: 'Nobody is signed in without an act of theirs.',
    unreached: 'it needs an identity provider',
  },
];

const tokens: readonly Rule[] = [
  { ...{ id: 'ASVS 9.1.1', level: 1 }, asks: 'The signature is checked before anything of a token is believed.' },
  { ...{ id: 'ASVS 9.1.2', level: 1 }, asks: 'Only algorithms on a list are taken, and none is not among them.' },
  {
    ...{ id: 'ASVS 9.1.3', level: 1 },
    asks: 'Keys come from sources that were set up before, never from the token.',
  },
  {
    ...{ id: 'ASVS 9.2.1', level: 1, window: 'keeps' },
    asks: 'A token is taken only within the time that it says.',
  },
  { ...{ id: 'ASVS 9.2.2', level: 2 }, asks: 'A token of another kind is not taken.' },
  { ...{ id: 'ASVS 9.2.3', level: 2 }, asks: 'A token for another service is not taken.' },
  {
    ...{ id: 'ASVS 9.2.4', level: 2 },
    asks: 'Whoever signs for several services with one key names in each token for which it is.',
    unreached: 'the servers here sign for one service',
  },
].map((rule) => ({ ...rule, of: 'self-contained tokens' }) as Rule);

const access: readonly Rule[] = [
  {
    ...{ id: 'ASVS 10.3.1', level: 2, of: 'self-contained tokens' },
    asks: 'Access tokens are taken only by the service that they are for.',
  },
  {
    ...{ id: 'ASVS 10.3.3', level: 2, of: 'self-contained tokens' },
    asks: 'What a token names a user by is never given to another one.',
  },
  {
    ...{ id: 'ASVS 10.3.5', level: 3, of: 'self-contained tokens', window: 'breaks', takes: takesProof },
    asks: 'A stolen access token is worth nothing without a key of its client.',
  },
];

const refresh: readonly Rule[] = [
  {
    ...{ id: 'ASVS 10.4.5', level: 1, of: 'refresh tokens' },
    asks: 'A spent refresh token is refused, and its return ends all that came of it.',
    untried: 'tokens that are bound to a key of their client, which is preferred, and asked for at level 3',
  },
  { ...{ id: 'ASVS 10.4.8', level: 2, of: 'refresh tokens', window: 'keeps' }, asks: 'Refresh tokens end for good.' },
  {
    ...{ id: 'ASVS 10.4.9', level: 2, of: 'refresh tokens', window: 'keeps' },
    asks: 'Users can take back refresh tokens, and access tokens that refer to something kept.',
  },
  {
    ...{ id: 'ASVS 10.4.14', level: 3, of: 'self-contained tokens' },
    asks: 'Access tokens are good only together with a key of their client.',
    unreached: 'its tokens are bound to no key',
  },
];

function chapter(id: string, short: string, subject: string, rules: readonly Rule[]): Standard {
  return { id, short, title: `ASVS 5.0 ${subject}`, address, rules };
}

/** OWASP ASVS 5.0, the chapters that are about staying signed in. */
export const asvs: readonly Standard[] = [
  chapter('asvs-3.3', 'V3.3', 'V3.3: cookies', cookies),
  chapter('asvs-3.4', 'V3.4', 'V3.4: headers for browsers', headers),
  chapter('asvs-3.5', 'V3.5', 'V3.5: pages of other origins', origins),
  chapter('asvs-7', 'V7', 'V7: session management', sessions),
  chapter('asvs-9', 'V9', 'V9: self-contained tokens', tokens),
  chapter('asvs-10', 'V10', 'V10.3 and V10.4: access and refresh tokens', [...access, ...refresh]),
];
