import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loginForm } from './login-form.ts';
import { typedLogin } from './typed-step.ts';

describe('a login form', () => {
  it('is sent along with what it brings, under the names that it asks for', () => {
    const html = `<form><input type="hidden" value="t1" name="_csrf[a]"><input name='e-mail' type=email>
      <input name="keep" type="checkbox"><input type='password' name='pw'></form>`;
    const form = loginForm(html);
    const place = `regex:value=["']([^"']+)["'][^>]*name=["']_csrf\\[a\\]["']`;
    assert.deepEqual(form, {
      filled: { '_csrf[a]': place },
      asked: { 'e-mail': '{{username}}', pw: '{{password}}' },
    });
    assert.equal(new RegExp(place.slice('regex:'.length)).exec(html)?.[1], 't1');
    assert.deepEqual(typedLogin({ method: 'POST', path: '/login' }, '/signin', form), [
      { path: '/signin', save: { field1: place } },
      {
        method: 'POST',
        path: '/login',
        form: { '_csrf[a]': '{{field1}}', 'e-mail': '{{username}}', pw: '{{password}}' },
      },
    ]);
  });

  it('that asks for no password is taken to ask by the usual names', () => {
    assert.deepEqual(loginForm('<input name="q">').asked, { username: '{{username}}', password: '{{password}}' });
  });

  it('is the one of the page that asks for a password, read as a browser reads it', () => {
    const html = `<form action=/search><input name=q></form><!-- <form><input name="old" type="password"></form> -->
      <form><input type=hidden name=token value=t2><input name=user><input type=PASSWORD name=pass></form>`;
    const { filled, asked } = loginForm(html);
    assert.deepEqual(asked, { user: '{{username}}', pass: '{{password}}' });
    assert.deepEqual(Object.keys(filled), ['token']);
    assert.equal(new RegExp(filled.token!.slice('regex:'.length)).exec(html)?.[1], 't2');
  });
});
