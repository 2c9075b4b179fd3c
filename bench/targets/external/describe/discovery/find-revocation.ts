import { parseJson } from '../../../../driver/answer.ts';
import type { Target } from '../../description.ts';
import { clientOf } from './client-of.ts';
import { type Explorer, pathOf } from './explorer.ts';
import { isNobody, isNotRenewed } from './is-over.ts';

type Step = Target['call'];
type Steps = [Step, ...Step[]];

/** RFC 8414 §3, and what OpenID Connect had before it. */
const published = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
const usual = ['/oauth/revoke', '/oauth2/revoke', '/auth/revoke', '/revoke'];

/**
 * A request that takes back a token which it names (RFC 7009). Such an endpoint answers 200 to what it does not know, so that
 * what ended is asked for afterwards: the token itself, or what renews it.
 * @param hints steps that were recorded or declared, in which {{token}} stands for whichever it is
 */
export async function findRevocation(
  explorer: Explorer,
  known: Partial<Target>,
  hints: readonly Step[],
): Promise<Step | Steps | undefined> {
  const tokens = Object.entries(known.credentials ?? {}).filter(([, one]) => !('cookies' in one.in));
  const named = (role: string) => tokens.find(([, one]) => one.role === role)?.[0];
  const [access, refresh] = [named('access'), named('refresh')];
  if (access === undefined && refresh === undefined) return undefined;
  const client = clientOf(known.login);
  let half: Step | Steps | undefined;
  for (const endpoint of hints.length > 0 ? hints : await endpoints(explorer))
    for (const logout of waysToAsk(withFields(endpoint, client), access, refresh)) {
      const parts = { ...known, logout };
      const held = (await explorer.perform('login', parts)).reply.credential;
      const { failure, status } = (await explorer.perform('logout', parts, held)).reply;
      if (failure !== undefined || status < 200 || status >= 300) continue;
      if (await isNobody(explorer, parts, held)) return logout;
      if (refresh !== undefined && (await isNotRenewed(explorer, parts, held))) half ??= logout;
    }
  // an access token that nothing takes back ends by its time
  return half;
}

async function endpoints(explorer: Explorer): Promise<Step[]> {
  const told: string[] = [];
  for (const path of published) {
    const { revocation_endpoint: address } = Object(parseJson((await explorer.get(path)).text));
    const own = typeof address === 'string' ? pathOf(address, explorer.origin) : undefined;
    if (own !== undefined) told.push(own);
  }
  const found: Step[] = [];
  for (const path of told.length > 0 ? new Set(told) : usual) {
    const { status } = (await explorer.perform('visit', { visit: { method: 'POST', path, form: {} } })).reply;
    if (![0, 404, 405, 501].includes(status)) found.push({ method: 'POST', path, form: { token: '{{token}}' } });
  }
  return found;
}

/**
 * With the refresh token, which is to end both; with each of them, where it ends itself alone; as whoever is signed in, where
 * a server asks for that.
 */
function waysToAsk(step: Step, access: string | undefined, refresh: string | undefined): (Step | Steps)[] {
  const of = (name: string): Step => filled({ ...step, auth: [] }, name);
  const one = refresh ?? access ?? '';
  const both: Steps[] = refresh !== undefined && access !== undefined ? [[of(refresh), of(access)]] : [];
  const alone = refresh !== undefined && access !== undefined ? [of(access)] : [];
  const signedIn = access === undefined ? [] : [{ ...of(one), auth: [access] }];
  return [of(one), ...both, ...signedIn, ...alone];
}

/** What the step says itself counts. */
function withFields({ form, json, ...step }: Step, fields: Readonly<Record<string, string>>): Step {
  return { ...step, ...(json ? { json: { ...fields, ...json } } : { form: { ...fields, ...form } }) };
}

function filled(step: Step, name: string): Step {
  return JSON.parse(JSON.stringify(step).replaceAll('{{token}}', `{{credential.${name}}}`));
}
