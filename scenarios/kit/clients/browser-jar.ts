import { isIP } from 'node:net';
import { Cookie, CookieJar } from 'tough-cookie';
import type { Reply } from '../../exchange.ts';
import { setCookieLines } from './set-cookie.ts';

/** The cookies of a browser that has one site alone. */
export interface BrowserJar {
  /** As of an answer to a request for that path. @returns those that it refuses, with its reason */
  take(answer: Pick<Reply, 'headers'>, path: string): readonly Refused[];
  /** Names of those that it holds, whatever path they are sent to. */
  held(): readonly string[];
  /**
   * `name=value` of those that it sends along to that path of the site, in its order.
   * @param from whose page asks; the site's own where absent
   */
  sent(path: string, from?: SeenFrom): readonly string[];
}

/**
 * Who asks, by the cookies that a browser sends along for them (RFC 6265bis §5.2): a page of the same site, a link of
 * another one, anything else of another one. What says nothing of other sites goes along everywhere: all browsers but
 * one family send it, and that one does so for two minutes.
 */
export type SeenFrom = 'strict' | 'lax' | 'none';

export interface Refused {
  readonly name: string;
  readonly because: string;
}

/** Judged by tough-cookie, and not by what our own client makes of a line: that knows cookies by their names alone. */
export function openBrowserJar(origin: string): BrowserJar {
  // a cookie with a Domain is another one than that of the host alone (RFC 6265bis §5.7), which that library leaves out
  const jars = { ofHost: newJar(), ofDomain: newJar() };
  const { hostname } = new URL(origin);
  return {
    take(answer, path) {
      return setCookieLines(answer.headers).flatMap((line) => {
        const cookie = Cookie.parse(line);
        if (!cookie) return [];
        const jar = cookie.domain === null || isIP(hostname.replace(/[[\]]/g, '')) > 0 ? jars.ofHost : jars.ofDomain;
        try {
          jar.setCookieSync(line, origin + path);
          return [];
        } catch (error) {
          return [{ name: cookie.key, because: error instanceof Error ? error.message : String(error) }];
        }
      });
    },
    held() {
      const all = Object.values(jars).flatMap((jar) => jar.serializeSync()?.cookies ?? []);
      return all.flatMap((one) => {
        const cookie = Cookie.fromJSON(one);
        return cookie && cookie.TTL() > 0 ? [cookie.key] : [];
      });
    },
    sent: (path, sameSiteContext = 'strict') =>
      Object.values(jars).flatMap((jar) =>
        jar.getCookiesSync(origin + path, { sameSiteContext }).map((cookie) => cookie.cookieString()),
      ),
  };
}

function newJar(): CookieJar {
  return new CookieJar(undefined, {
    prefixSecurity: 'strict',
    rejectPublicSuffixes: false,
    allowSpecialUseDomain: true,
  });
}
