import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { typedLogin, typedStep } from './typed-step.ts';

describe('a request as it is typed', () => {
  it('is a method and a path, GET where none is named', () => {
    assert.deepEqual(typedStep('/me'), { method: 'GET', path: '/me' });
    assert.deepEqual(typedStep('post /logout'), { method: 'POST', path: '/logout' });
  });

  it('has a JSON body, a form, or Basic authentication', () => {
    const json = { user: '{{username}}', remember: true };
    assert.deepEqual(typedStep(`POST /login ${JSON.stringify(json)}`), { method: 'POST', path: '/login', json });
    assert.deepEqual(typedStep('POST /token grant_type=refresh_token&client_id=app'), {
      method: 'POST',
      path: '/token',
      form: { grant_type: 'refresh_token', client_id: 'app' },
    });
    const headers = { authorization: 'Basic {{basic}}' };
    assert.deepEqual(typedStep('PUT /token basic'), { method: 'PUT', path: '/token', headers });
  });

  it('is a pasted curl command, whose client secret stays in the environment', () => {
    assert.deepEqual(typedStep('curl http://127.0.0.1:1/token -d client_id=app -d client_secret=hush'), {
      method: 'POST',
      path: '/token',
      form: { client_id: 'app', client_secret: '{{env.CLIENT_SECRET}}' },
    });
  });

  it('is none without a path, or with a body that is no JSON', () => {
    for (const text of ['', 'login', 'POST', 'POST /login {user}']) assert.equal(typedStep(text), undefined);
  });
});

describe('a login as it is typed', () => {
  const step = { method: 'POST', path: '/login' };
  const usual = { username: '{{username}}', password: '{{password}}' };

  it('sends the usual fields as JSON, also behind a page without a form', () => {
    assert.deepEqual(typedLogin(step, undefined), { ...step, json: usual });
    assert.deepEqual(typedLogin(step, { path: '/' }), [{ path: '/' }, { ...step, json: usual }]);
  });

  it('sends what the form of a page holds, and over it what was typed', () => {
    const form = {
      page: { path: '/in', save: { field1: 'field:t' } },
      submit: { path: '/x', form: { t: '{{field1}}', u: '{{username}}' } },
    };
    assert.deepEqual(typedLogin({ ...step, form: { u: '{{email}}' } }, { path: '/in', form }), [
      form.page,
      { ...step, form: { t: '{{field1}}', u: '{{email}}' } },
    ]);
  });

  it('is a pasted curl, in which the name and the password of a user become templates', () => {
    const curl = `curl 'http://127.0.0.1:1/api/in' -X POST -H 'content-type: application/json' -H 'x-app: shop' -H 'user-agent: x' \\
      --data-raw '{"who":"ann","secret":"hush","keep":true}' --compressed`;
    assert.deepEqual(typedStep(curl, [{ username: 'ann', password: 'hush' }]), {
      method: 'POST',
      path: '/api/in',
      headers: { 'x-app': 'shop' },
      json: { who: '{{username}}', secret: '{{password}}', keep: true },
    });
  });

  it('understands the words of the question itself', () => {
    assert.deepEqual(typedStep('POST /login with what that form asks for'), step);
  });
});
