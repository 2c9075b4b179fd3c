import type { HttpRequest } from '../../exchange.ts';

/** The same request, written otherwise: a server that compares text takes it for another, a lenient one for the same. */
export interface Spelled {
  /** What is unlike, to follow "with". */
  readonly how: string;
  readonly request: HttpRequest;
}

/** The path in its other spellings, without the path as it stands (CWE-41, CWE-178, WSTG-ATHZ-02). */
export function pathSpellings(request: HttpRequest): readonly Spelled[] {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(request.path) ?? [];
  const seen = new Set([path]);
  return Object.entries(respelled(path)).flatMap(([how, spelled]) => {
    if (seen.has(spelled)) return [];
    seen.add(spelled);
    return [{ how, request: { ...request, path: spelled + rest } }];
  });
}

/** Those that leave a browser as they are: it resolves dot segments, encoded ones too, and turns backslashes. */
export function isKeptByBrowsers({ request: { path } }: Spelled): boolean {
  const { pathname, search } = new URL(`http://host${path}`);
  return pathname + search === path;
}

/**
 * The request with one method on the wire that claims another: for guards that look at the one where the router looks
 * at the other (CWE-650).
 */
export function overridden(request: HttpRequest, wire: string, claimed: string): readonly (Spelled & { by: Place })[] {
  const sent = wire === 'GET' || wire === 'HEAD' ? withoutBody(request, wire) : { ...request, method: wire };
  const query = `${request.path.includes('?') ? '&' : '?'}_method=${claimed}`;
  return [
    ...overrideHeaders.map((name) => ({
      how: name,
      by: 'header' as const,
      request: { ...sent, headers: { ...sent.headers, [name]: claimed } },
    })),
    { how: '_method in the query', by: 'query', request: { ...sent, path: request.path + query } },
    ...(wire === 'POST' ? [{ how: '_method in the body', by: 'body' as const, request: inBody(sent, claimed) }] : []),
  ];
}

type Place = 'header' | 'query' | 'body';

const overrideHeaders = ['x-http-method-override', 'x-http-method', 'x-method-override'];

function respelled(path: string): Readonly<Record<string, string>> {
  const cut = path.lastIndexOf('/', path.length - 2) + 1;
  const [before, last] = [path.slice(0, cut), path.slice(cut)];
  const first = /^\/[^/]*/.exec(path)?.[0] ?? '';
  const code = last.charCodeAt(0).toString(16).padStart(2, '0');
  const endings = last === '' ? {} : endedOtherwise(path);
  return {
    'its last segment in capitals': before + last.toUpperCase(),
    'its first segment in capitals': first.toUpperCase() + path.slice(first.length),
    'one letter in capitals': before + last.slice(0, 1).toUpperCase() + last.slice(1),
    ...endings,
    'a doubled slash': `/${path}`,
    'a doubled slash inside': `${before}/${last}`,
    'a backslash': `${before}\\${last}`,
    'a dot segment': `/.${path}`,
    'a segment taken back': `/x/..${path}`,
    'a segment taken back, encoded': `/x/%2e%2e${path}`,
    ...(last !== '' && {
      'a letter encoded': `${before}%${code}${last.slice(1)}`,
      'a letter encoded twice': `${before}%25${code}${last.slice(1)}`,
    }),
    ...(before.length > 1 && { 'a slash encoded': `${before.slice(0, -1)}%2f${last}` }),
  };
}

function endedOtherwise(path: string): Readonly<Record<string, string>> {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return {
    'another end': path === bare ? `${path}/` : bare,
    'two slashes at its end': `${bare}//`,
    'a dot segment at its end': `${bare}/.`,
    'a parameter at its end': `${bare};x=1`,
    'a format at its end': `${bare}.json`,
    'a blank at its end': `${bare}%20`,
    'a zero byte at its end': `${bare}%00`,
  };
}

function withoutBody({ body: _, headers, ...rest }: HttpRequest, method: string): HttpRequest {
  const { 'content-type': __, ...others } = headers;
  return { ...rest, method, headers: others };
}

/** As a field of a form, or as one more member of a JSON object. */
function inBody(request: HttpRequest, claimed: string): HttpRequest {
  const { headers, body } = request;
  if (headers['content-type']?.includes('json') && body !== undefined) {
    return { ...request, body: JSON.stringify({ ...JSON.parse(body), _method: claimed }) };
  }
  const fields = new URLSearchParams(body);
  fields.set('_method', claimed);
  return {
    ...request,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.toString(),
  };
}
