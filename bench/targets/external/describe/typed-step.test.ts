import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { typedStep } from './typed-step.ts';

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

  it('is none without a path, with another method, or with a body that is no JSON', () => {
    for (const text of ['', 'login', 'FETCH /login', 'POST', 'POST /login {user}'])
      assert.equal(typedStep(text), undefined);
  });
});
