import type { Standard } from './rule.ts';

/**
 * Best current practice for applications in browsers. What it asks of the cookies of a backend for a front end is what any
 * sign-in that rests on a cookie can be held to.
 */
export const rfc10017: Standard = {
  id: 'rfc-10017',
  short: '10017',
  title: 'RFC 10017: applications in browsers',
  address: 'https://www.rfc-editor.org/rfc/rfc10017',
  rules: [
    {
      id: 'RFC 10017 §6.1',
      of: 'cookies',
      asks: 'A server that keeps the tokens of a page renews and ends them as the page would.',
    },
    {
      id: 'RFC 10017 §6.1.3.2',
      of: 'cookies',
      asks: 'Cookies are Secure and HttpOnly, for their host alone, with a path of / and a prefix.',
    },
    {
      id: 'RFC 10017 §6.1.3.3',
      of: 'cookies',
      asks: 'Requests that pages of other sites can make are defended against.',
    },
    {
      id: 'RFC 10017 §6.1.3.6',
      of: 'cookies',
      asks: 'A server that passes requests on does so to hosts on a list alone.',
    },
    {
      id: 'RFC 10017 §6.3.2.3',
      of: 'refresh tokens',
      asks: 'Refresh tokens are rotated or bound, and a successor lives no longer than the first would have.',
    },
  ],
};
