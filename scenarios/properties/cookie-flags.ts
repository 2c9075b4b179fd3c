import type { Cookie } from 'tough-cookie';
import type { Protocol } from '../../servers/scheme.ts';
import type { Property } from '../kinds/property.ts';
import { openBrowserJar } from '../kit/clients/browser-jar.ts';
import { credentialCookies } from '../kit/clients/credential-cookies.ts';
import { cookiesSetBy, isDeletion } from '../kit/clients/set-cookie.ts';

type Seen = { readonly cookies: readonly { readonly name: string; readonly lacks: readonly string[] }[] };

export default {
  kind: 'property',
  id: 'cookie-flags',
  title: 'Attributes of credential cookies',
  question: 'Are cookies kept from scripts, other sites, sibling hosts and open connections?',
  appliesTo: ({ protocol }) => credentialCookies(protocol).length > 0 || 'no credential is a cookie',

  async probe(stage) {
    const { username, password } = stage.victim;
    const { headers } = await stage.perform('login', { values: { username, password } });
    const { protocol } = stage.target;
    const names = credentialCookies(protocol);
    const refused = new Set(
      openBrowserJar('https://target')
        .take({ headers }, '/')
        .map(({ name }) => name),
    );
    // of several of one name, a browser keeps the last
    const set = new Map(cookiesSetBy(headers).map((cookie) => [cookie.key, cookie]));
    const cookies = [...set.values()].filter((cookie) => names.includes(cookie.key) && !isDeletion(cookie));
    return {
      cookies: cookies.map((cookie) => ({
        name: cookie.key,
        lacks: lacking(cookie, refused.has(cookie.key)).filter(
          // of a pair that proves the origin of a request: a script has to read this half (double submit)
          (one) => one !== 'HttpOnly' || !isReadByScripts(protocol, cookie.key),
        ),
      })),
    };
  },

  read({ cookies }) {
    if (cookies.length === 0) return { value: undefined, because: 'the login set none of the credential cookies' };
    const lacks = [...new Set(cookies.flatMap((cookie) => cookie.lacks))].sort();
    const shown = lacks.length === 0 ? 'all' : `without ${lacks.join(', ')}`;
    return {
      value: { lacks },
      shown,
      because: cookies
        .map(
          ({ name, lacks }) =>
            `${name} is set ${lacks.length === 0 ? 'with all of them' : `without ${lacks.join(', ')}`}`,
        )
        .join('; '),
      level: {
        meets: lacks.length === 0,
        severity: lacks.some((one) => one === 'HttpOnly' || one === 'SameSite') ? 'medium' : 'low',
        fix: cookies
          .filter((cookie) => cookie.lacks.length > 0)
          .map((cookie) => `Set the cookie ${cookie.name} with ${cookie.lacks.join(', ')}.`)
          .join(' '),
        references: ['ASVS 3.3.1', 'ASVS 3.3.2', 'ASVS 3.3.4', 'CWE-1004', 'CWE-614', 'CWE-1275'],
      },
    };
  },
} satisfies Property<Seen>;

function isReadByScripts({ steps }: Protocol, cookie: string): boolean {
  const all = Object.values(steps).flatMap((step) => [...(step.before ?? []), step]);
  return all.some(({ headers, json, form }) => JSON.stringify([headers, json, form]).includes(`{{cookie.${cookie}}}`));
}

function lacking({ key, secure, httpOnly, sameSite, domain }: Cookie, isRefused: boolean): string[] {
  return [
    secure ? '' : 'Secure',
    httpOnly ? '' : 'HttpOnly',
    sameSite === 'lax' || sameSite === 'strict' ? '' : 'SameSite',
    /^__(Host|Secure)-/.test(key) ? '' : 'a name prefix',
    domain === null ? '' : 'a host of its own',
    // which a browser that refuses the cookie tells, and a Domain is another matter
    isRefused && domain === null ? 'what its name prefix asks for' : '',
  ].filter((one) => one !== '');
}
