import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import session from '../../../servers/schemes/session.ts';
import { watchCookieAttributes } from './watched-cookies.ts';

const set = (line: string) => ({ headers: { 'set-cookie': [line] } });
const whole = '__Host-Http-sid=a; path=/; secure; HttpOnly; SameSite=Lax';

describe('the cookies of a history', () => {
  it('are found wanting when they are set anew without what protected them', () => {
    const look = watchCookieAttributes(session.protocol);
    assert.equal(look(set(whole)), undefined);
    assert.equal(look(set(`${whole}; expires=Mon, 01 Jan 2029 00:00:00 GMT`)), undefined);
    assert.equal(
      look(set('__Host-Http-sid=b; path=/; Secure')),
      'sets the cookie __Host-Http-sid anew without httponly, samesite.',
    );
  });

  it('may be deleted with or without it, and others are not looked at', () => {
    const look = watchCookieAttributes(session.protocol);
    look(set(whole));
    look(set('theme=dark; secure'));
    assert.equal(look(set('__Host-Http-sid=; path=/')), undefined);
    assert.equal(look(set('__Host-Http-sid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; path=/')), undefined);
    assert.equal(look(set('theme=light')), undefined);
  });
});
