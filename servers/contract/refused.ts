import type { Protocol } from '../scheme.ts';
import { type ContractReply, type ContractRequest, type ContractStage, expected, type Rule } from './rule.ts';

export const refusedRules: readonly Rule[] = [
  {
    id: 'no-credential',
    title: 'A request without a credential is refused with 401, a code and a challenge',
    async check(stage) {
      const reply = await stage.perform('me');
      if (!reply.headers['www-authenticate']) return 'there is no WWW-Authenticate (RFC 9110 §15.5.2)';
      return refused(reply, 401, 'unauthenticated') ?? expected('the subject', reply.subject, undefined);
    },
  },
  {
    id: 'no-token',
    title: 'What is no token is refused as an invalid one where tokens are presented, and nowhere else',
    async check(stage) {
      const { headers } = await stage.perform('me');
      const [scheme = ''] = String(headers['www-authenticate']).split(' ');
      const authorization = `${scheme} not.a.token`;
      const reply = await stage.send({ ...stage.request('me'), headers: { authorization } });
      const isTold = String(reply.headers['www-authenticate']).includes('error="invalid_token"');
      // RFC 6750 §3.1, RFC 9449 §7.1
      return refused(reply, 401, 'unauthenticated') ?? expected('invalid_token', isTold, scheme !== 'Cookie');
    },
  },
  {
    id: 'other-scheme',
    title: 'A token under the name of another authentication scheme is refused',
    async check(stage) {
      const { headers, ...me } = stage.request('me', { as: await stage.signIn(stage.victim) });
      const { authorization } = headers;
      if (authorization === undefined) return undefined;
      const reply = await stage.send({ ...me, headers: { ...headers, authorization: `X${authorization}` } });
      return refused(reply, 401, 'unauthenticated');
    },
  },
  {
    id: 'wrong-password',
    title: 'A wrong password is refused with 401 and hands out nothing',
    async check(stage) {
      const { username } = stage.victim;
      const reply = await stage.perform('login', { values: { username, password: 'not the password' } });
      if (handsOut(stage.target.protocol, reply)) return 'the refusal hands out a credential';
      return refused(reply, 401, 'invalid_credentials');
    },
  },
  {
    id: 'unknown-user',
    title: 'An unknown user is refused as a wrong password is',
    async check(stage) {
      const password = 'not the password';
      const known = await stage.perform('login', { values: { username: stage.victim.username, password } });
      const unknown = await stage.perform('login', { values: { username: 'nobody-at-all', password } });
      return expected('the answer', text(unknown), text(known));
    },
  },
  {
    id: 'transfer-refused',
    title: 'A transfer without a credential is refused and books nothing',
    async check(stage) {
      const before = await stage.hooks.effects?.(stage.victim.id);
      const reply = await stage.perform('transfer');
      const after = await stage.hooks.effects?.(stage.victim.id);
      return refused(reply, 401, 'unauthenticated') ?? expected('transfers booked', after, before);
    },
  },
  {
    id: 'admin-refuses-user',
    title: 'A user without the role is refused with 403',
    async check(stage) {
      const reply = await stage.perform('admin', { as: await stage.signIn(stage.attacker) });
      return refused(reply, 403, 'forbidden');
    },
  },
  {
    id: 'unknown-sign-in',
    title: 'A sign-in that somebody does not have is not ended, and answers 404',
    async check(stage) {
      if (!stage.target.protocol.steps.endSignIn) return undefined;
      const { password } = stage.victim;
      const as = await stage.signIn(stage.victim);
      return refused(
        await stage.perform('endSignIn', { as, values: { password, name: 'none' } }),
        404,
        'unknown_sign_in',
      );
    },
  },
  {
    id: 'unknown-route',
    title: 'An unknown route answers 404',
    async check(stage) {
      const reply = await stage.send({ ...stage.request('me'), path: '/no-such-thing' });
      return refused(reply, 404, 'not_found');
    },
  },
  {
    id: 'wrong-method',
    title: 'A method that a route lacks answers 405',
    async check(stage) {
      const reply = await stage.send({ ...stage.request('me'), method: 'DELETE' });
      return refused(reply, 405, 'method_not_allowed');
    },
  },
  {
    id: 'malformed-body',
    title: 'A body that is not JSON answers 400',
    async check(stage) {
      return refused(await stage.send({ ...login(stage), body: '{"user' }), 400, 'invalid_json');
    },
  },
  {
    id: 'ended-credential',
    title: 'A credential that was ended is answered, whatever it comes with, and fails nothing',
    async check(stage) {
      const { steps } = stage.target.protocol;
      const as = await stage.signIn(stage.victim);
      for (const step of (['logout', 'me', 'signIns', 'refresh', 'logout'] as const).filter((name) => steps[name])) {
        const { status } = await stage.perform(step, { as });
        if (status >= 500) return `${step} answers ${status}`;
      }
      return undefined;
    },
  },
  {
    id: 'large-body',
    title: 'A body of more than 4 kB answers 413',
    async check(stage) {
      const { username, password } = stage.victim;
      const body = JSON.stringify({ username, password, note: 'x'.repeat(5_000) });
      return refused(await stage.send({ ...login(stage), body }), 413, 'body_too_large');
    },
  },
  {
    id: 'other-type',
    title: 'A body of another type than JSON answers 415',
    async check(stage) {
      const { headers, ...request } = login(stage);
      const plain = { ...headers, 'content-type': 'text/plain' };
      return refused(await stage.send({ ...request, headers: plain }), 415, 'unsupported_media_type');
    },
  },
];

function login<C>({ request, victim: { username, password } }: ContractStage<C>): ContractRequest {
  return request('login', { values: { username, password } });
}

/** A client goes by the status and the code. */
function refused({ status, body }: ContractReply, wanted: number, code: string): string | undefined {
  const said = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return expected('the status', status, wanted) ?? expected('the code', said, code);
}

/** What a client can tell two refusals apart by. */
function text({ status, body }: ContractReply): string {
  return `${status} ${JSON.stringify(body)}`;
}

function handsOut({ credentials }: Protocol, { headers, body }: ContractReply): boolean {
  const cookies = [headers['set-cookie'] ?? []].flat();
  return Object.values(credentials).some((spec) => {
    if (spec.from !== 'set-cookie')
      return typeof body === 'object' && body !== null && 'json' in spec.from && spec.from.json in body;
    const names = 'cookies' in spec.in ? spec.in.cookies : [];
    return cookies.some((cookie) =>
      names.some((name) => cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}=;`)),
    );
  });
}
