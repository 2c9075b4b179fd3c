import { defaultPath, pathMatch } from 'tough-cookie';
import type { Reply } from '../../exchange.ts';
import { cookiesSetBy } from './set-cookie.ts';

/**
 * Whether a browser would send the cookies that an answer set along with a request for that path (RFC 6265 §5.1.4): a
 * `Path` is compared as text, so that another spelling of a path may be beyond it.
 * @param at the path that was answered, whose folder a cookie without `Path` is for
 */
export function coversPath({ headers }: Pick<Reply, 'headers'>, at: string, path: string): boolean {
  const [pathname = ''] = path.split(/[?#]/);
  return cookiesSetBy(headers).every((cookie) => pathMatch(pathname, cookie.path ?? defaultPath(at)));
}
