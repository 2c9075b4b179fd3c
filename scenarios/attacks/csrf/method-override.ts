import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { overridden, type Spelled } from '../../kit/clients/spellings.ts';
import { stateChanges } from '../../kit/clients/state-changes.ts';
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
    'Users and an administrator sign in.',
    'GET and HEAD are sent to all resources that change state, plain and with three override headers and the parameter _method, as a cross-site page could let a browser do.',
    'HEAD is sent to a page for administrators, and TRACE to one for anybody.',
    'Counted are transfers in the database, ended sign-ins, changed passwords, roles and accounts, pages shown and credentials echoed.',
  ],
  fix: 'Change nothing by GET or HEAD, and guard HEAD as GET. Ignore overrides of the method (X-HTTP-Method-Override, _method), and refuse TRACE.',
  controls: ['method-override-honoured'],
  needs: { steps: ['admin', 'transfer', 'password', 'disable', 'setRole'], hooks: ['effects'], users: 8 },
  appliesTo: ({ bound }) =>
    bound !== 'key' || 'whoever makes the proof that a request needs makes it for the method that the request has',
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    for (const change of await stateChanges(stage)) {
      for (const wire of ['GET', 'HEAD']) {
        const ways = claiming(change.request(), wire).length;
        for (let i = 0; i < ways; i += 1) {
          // made anew, since what it carries may have been ended meanwhile
          const one = claiming(change.request(), wire)[i];
          if (!one) break;
          const { status } = await stage.send(one.request);
          const got = await change.effect();
          attempts.push({ way: `${wire} ${change.step}${one.how}`, status, ...(got && { got }) });
        }
      }
    }
    const held = await stage.signIn(stage.victim);
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
