import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importedText } from './recordings.ts';

const known = [{ username: 'ann', password: 'hush hush' }];
const login = { method: 'POST', path: '/api/in', json: { email: '{{username}}', password: '{{password}}' } };

describe('what people have of a login', () => {
  it('is pasted curl: the request with a password signs in, the others are by their names', () => {
    const text = `curl 'http://127.0.0.1:3000/api/in' -H 'Content-Type: application/json' -b 'a=1' --data-raw $'{"email":"ann","password":"hush hush"}'
      curl "http://127.0.0.1:3000/api/whoami?full=1" -H "Authorization: Bearer x" ;
      curl -XDELETE http://127.0.0.1:3000/api/logout -H 'X-App: 1'
      curl http://127.0.0.1:3000/oauth/revoke -d 'client_id=app&token=over-by-now'`;
    assert.deepEqual(importedText(text, known), {
      origin: 'http://127.0.0.1:3000',
      hints: {
        logins: [login],
        calls: [{ method: 'GET', path: '/api/whoami?full=1' }],
        logouts: [{ method: 'DELETE', path: '/api/logout', headers: { 'x-app': '1' } }],
        logoutAlls: [],
        revocations: [{ method: 'POST', path: '/oauth/revoke', form: { client_id: 'app', token: '{{token}}' } }],
        refreshes: [],
      },
    });
  });

  it('is a form of a browser, whose page is read anew for what it draws', () => {
    const text = `curl http://127.0.0.1:1/in
      curl http://127.0.0.1:1/in --data-raw 'csrf=old&user=ann&password=hush+hush'`;
    assert.equal(importedText(text, known).hints.page, '/in');
  });

  it('is an HTTP archive, and says what Chrome leaves out of it', () => {
    const request = (method: string, path: string, text?: string) => ({
      request: { method, url: `http://127.0.0.1:3000${path}`, headers: [], ...(text && { postData: { text } }) },
    });
    const entries = [
      request('GET', '/app.js'),
      request('POST', '/api/in', '{"email":"someone","password":"else"}'),
      request('GET', '/api/me'),
      request('GET', '/logo.png'),
    ];
    const { hints, missing } = importedText(JSON.stringify({ log: { entries } }), known);
    assert.deepEqual([hints.logins, hints.calls], [[login], [{ method: 'GET', path: '/api/me' }]]);
    assert.match(missing ?? '', /no Cookie, Set-Cookie or Authorization: Chrome leaves them out/);
    const told = [{ ...entries[1], response: { headers: [{ name: 'Set-Cookie', value: 'a=1' }] } }];
    assert.equal(importedText(JSON.stringify({ log: { entries: told } }), known).missing, undefined);
  });

  it('is an OpenAPI description: the operation that takes a password, and those that are called like the rest', () => {
    const text = `
openapi: 3.1.0
servers: [{ url: http://127.0.0.1:3000/api }]
components: { schemas: { Login: { properties: { email: {}, password: {} } } } }
paths:
  /register: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Login' } } } } } }
  /in: { post: { operationId: signIn, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Login' } } } } } }
  /me: { get: {} }
  /users/{id}/profile: { get: {} }
  /signout: { post: {} }
  /signout-all: { post: {} }
  /revocation: { post: { requestBody: { content: { application/json: { schema: { properties: { token: {}, hint: {} } } } } } } }
  /refresh: { post: {} }`;
    const step = (method: string, path: string) => ({ method, path });
    assert.deepEqual(importedText(text, known), {
      origin: 'http://127.0.0.1:3000',
      hints: {
        logins: [login],
        calls: [step('GET', '/api/me')],
        logouts: [step('POST', '/api/signout')],
        logoutAlls: [step('POST', '/api/signout-all')],
        revocations: [{ ...step('POST', '/api/revocation'), json: { token: '{{token}}' } }],
        refreshes: [step('POST', '/api/refresh')],
      },
    });
  });

  it('is refused where it is none of them', () => {
    assert.throws(() => importedText('{"a":1}', known), /no OpenAPI description/);
  });
});
