import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cookieLifetimes } from './cookie-lifetime.ts';

const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
const of = (...setCookie: string[]) => cookieLifetimes({ headers: { date, 'set-cookie': setCookie } });
const seconds = (value: number) => ({ 'lifetime.cookie': { value, unit: 's' } });

describe('the lifetime of a cookie', () => {
  it('is counted by the clock of whoever set it', () => {
    assert.deepEqual(of('a=1; expires=Mon, 23 Nov 2026 12:30:00 GMT; httponly'), seconds(1_800));
  });

  it('is Max-Age where both are given (RFC 6265 §5.3)', () => {
    assert.deepEqual(of('a=1; Expires=Mon, 23 Nov 2026 12:30:00 GMT; Max-Age=60'), seconds(60));
  });

  it('is that of the first to go, and none where all go with the browser', () => {
    assert.deepEqual(of('a=1; Max-Age=60', 'a.sig=2; Max-Age=30'), seconds(30));
    assert.deepEqual(of('a=1; Secure'), {});
    assert.deepEqual(cookieLifetimes({ headers: {} }), {});
  });
});
