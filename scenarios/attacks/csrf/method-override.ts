import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { overridden, type Spelled } from '../../kit/clients/spellings.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import type { Stage } from '../../stage.ts';

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
    'GET and HEAD are sent to the resources that change state, plain and with three override headers and the parameter _method, as a cross-site page could let a browser do.',
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

    for (const wire of ['GET', 'HEAD']) {
      for (const { how, request } of claiming(stage.request('transfer', { as: held }), wire)) {
        const before = await booked();
        const { status } = await stage.send(request);
        const gained = (await booked()) - before;
        attempts.push({ way: `${wire} transfer${how}`, status, ...(gained > 0 && { got: 'a transfer' }) });
      }
      for (let i = 0; ; i += 1) {
        const one = claiming(stage.request('logout', { as: held }), wire)[i];
        if (!one) break;
        const { status } = await stage.send(one.request);
        const alive = (await stage.whoAmI(held)) === victim.id;
        attempts.push({ way: `${wire} logout${one.how}`, status, ...(!alive && { got: 'a logout' }) });
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

/** With that method alone, and claiming the one that the request has; from no page of ours. */
function claiming(request: HttpRequest, wire: string): readonly Spelled[] {
  const { origin: _, 'content-type': __, ...headers } = request.headers;
  const bare = { ...request, headers };
  return [
    { how: '', request: { ...bare, method: wire } },
    ...overridden(bare, wire, request.method).map((one) => ({ ...one, how: ` with ${one.how}` })),
  ];
}

/** TRACE would read an HttpOnly cookie out to the page that asks (cross-site tracing). */
async function trace(stage: Stage): Promise<Attempt> {
  const marker = `echo-${Math.floor(stage.random() * 1e9)}`;
  const {
    path,
    headers: { host },
  } = stage.request('me');
  const { statuses, text } = await stage.raw(
    `TRACE ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: probe=${marker}\r\nConnection: close\r\n\r\n`,
  );
  return { way: 'TRACE', status: statuses[0] ?? 0, ...(text.includes(marker) && { got: 'its own cookie header' }) };
}
