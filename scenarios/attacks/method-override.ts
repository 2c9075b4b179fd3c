import type { Attack, Judgement } from '../attack.ts';
import { type Attempt, judgeAttempts } from '../evidence/attempts.ts';
import type { Stage } from '../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'method-override',
  title: 'Method override and verb tampering',
  question: 'Can a request do more than its method says?',
  goal: 'Change state by a method that needs no proof of origin, or pass a check that looks at another method.',
  precondition: 'web-page',
  severity: 'medium',
  references: ['CWE-650', 'CWE-352', 'RFC 9110 §9.2.1', 'ASVS 3.5.3', 'WSTG-CONF-06', 'WSTG-INPV-03'],
  steps: [
    'The victim signs in.',
    'GET and HEAD are sent to the resources that change state, plain and with three override headers and the parameter _method, as a foreign page could let a browser do.',
    'HEAD is sent to a page for administrators, and TRACE to one for anybody.',
    'Counted are transfers in the database, ended sign-ins, pages shown and credentials echoed.',
  ],
  controls: ['method-override-honoured'],
  needs: { steps: ['admin', 'transfer'], hooks: ['effects'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, hooks } = stage;
    const attempts: Attempt[] = [];
    let held = await stage.signIn(victim);
    const booked = async () => (await hooks.effects?.(victim.id)) ?? 0;

    for (const method of ['GET', 'HEAD']) {
      for (const { way, headers, query } of overrides) {
        const transfer = stage.request('transfer', { as: held });
        const before = await booked();
        const { status } = await stage.send({
          method,
          path: transfer.path + query,
          headers: { ...withoutOrigin(transfer.headers), ...headers },
        });
        const gained = (await booked()) - before;
        attempts.push({ way: `${method} transfer${way}`, status, ...(gained > 0 && { got: 'a transfer' }) });

        const logout = stage.request('logout', { as: held });
        const ended = await stage.send({
          method,
          path: logout.path + query,
          headers: { ...withoutOrigin(logout.headers), ...headers },
        });
        const alive = (await stage.whoAmI(held)) === victim.id;
        attempts.push({ way: `${method} logout${way}`, status: ended.status, ...(!alive && { got: 'a logout' }) });
        if (!alive) held = await stage.signIn(victim);
      }
    }
    const admin = await stage.send({ ...stage.request('admin', { as: held }), method: 'HEAD' });
    attempts.push({
      way: 'HEAD of a page for administrators',
      status: admin.status,
      ...(stage.target.protocol.steps.admin?.ok.includes(admin.status) && { got: 'its headers' }),
    });
    attempts.push(await trace(stage));
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'requests with the wrong method'),
} satisfies Attack<Seen>;

const overrides: readonly { way: string; headers: Readonly<Record<string, string>>; query: string }[] = [
  { way: '', headers: {}, query: '' },
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].map((name) => ({
    way: ` with ${name}`,
    headers: { [name]: 'POST' },
    query: '',
  })),
  { way: ' with _method in the query', headers: {}, query: '?_method=POST' },
];

/** TRACE would read an HttpOnly cookie out to the page that asks (cross-site tracing). */
async function trace(stage: Stage): Promise<Attempt> {
  const marker = `echo-${Math.floor(stage.random() * 1e9)}`;
  const { host } = stage.request('me').headers;
  const { statuses, text } = await stage.raw(
    `TRACE /me HTTP/1.1\r\nHost: ${host}\r\nCookie: probe=${marker}\r\nConnection: close\r\n\r\n`,
  );
  return { way: 'TRACE', status: statuses[0] ?? 0, ...(text.includes(marker) && { got: 'its own cookie header' }) };
}

function withoutOrigin(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { origin: _, 'content-type': __, ...rest } = headers;
  return rest;
}
