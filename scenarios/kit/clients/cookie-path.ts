import type { Reply } from '../../exchange.ts';

/**
 * Whether a browser would send the cookies that an answer set along with a request for that path (RFC 6265 §5.1.4): a
 * `Path` is compared as text, so that another spelling of a path may be beyond it.
 * @param at the path that was answered, whose folder a cookie without `Path` is for
 */
export function coversPath({ headers }: Pick<Reply, 'headers'>, at: string, path: string): boolean {
  const [pathname = ''] = path.split(/[?#]/);
  return [headers['set-cookie'] ?? []].flat().every((line) => matches(pathOf(line, at), pathname));
}

function pathOf(line: string, at: string): string {
  const given = /;\s*path=([^;]*)/i.exec(line)?.[1]?.trim();
  return given?.startsWith('/') ? given : at.slice(0, at.lastIndexOf('/')) || '/';
}

function matches(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
