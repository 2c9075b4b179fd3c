import type { HttpRequest } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { localOrigins } from './local-origins.ts';

type Headers = Readonly<Record<string, string>>;

/** What browsers say of pages that are not ours. */
export function foreignPages(stage: Stage): Readonly<Record<string, Headers>> {
  const { host = '' } = stage.request('me').headers;
  const crossSite = 'https://evil.test';
  return {
    'cross-site Origin': { origin: crossSite },
    'sibling Origin': { origin: `https://evil.${host}` },
    'null Origin': { origin: 'null' },
    'look-alike Origin': { origin: `https://${host}.evil.test` },
    'Origin with our name as user': { origin: `https://${host}@evil.test` },
    'other port': { origin: `https://${host}:444` },
    ...Object.fromEntries(localOrigins(host).map((origin) => [origin, { origin }])),
    'neither header': {},
    'cross-site': { origin: crossSite, 'sec-fetch-site': 'cross-site' },
    'same-site': { origin: `https://evil.${host}`, 'sec-fetch-site': 'same-site' },
    'cross-site with our Origin': { origin: `https://${host}`, 'sec-fetch-site': 'cross-site' },
  };
}

/** The request with nothing of our own page in it. */
export function asking(request: HttpRequest, proof: Headers): HttpRequest {
  const { origin: _, ...headers } = request.headers;
  return { ...request, headers: { ...headers, ...proof } };
}
