import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coversPath } from './cookie-path.ts';

const covers = (line: string, path: string, at = '/auth/login') =>
  coversPath({ headers: { 'set-cookie': line } }, at, path);

describe('the path of a cookie', () => {
  it('covers itself and what lies below, by their text', () => {
    const line = 'refresh=x; Path=/auth/refresh; HttpOnly';
    for (const path of ['/auth/refresh', '/auth/refresh/', '/auth/refresh?a=1', '/auth/refresh/.']) {
      assert.equal(covers(line, path), true, path);
    }
    for (const path of ['/auth/Refresh', '//auth/refresh', '/auth/%72efresh', '/auth/refresh;x=1', '/auth/refreshed']) {
      assert.equal(covers(line, path), false, path);
    }
  });

  it('is everything for Path=/, and the folder of the answer where none is given', () => {
    assert.equal(covers('sid=x; path=/', '//auth/REFRESH'), true);
    assert.equal(covers('sid=x', '/auth/refresh'), true);
    assert.equal(covers('sid=x', '/AUTH/refresh'), false);
    assert.equal(covers('sid=x; Path=', '/anything', '/login'), true);
  });

  it('keeps nothing back where an answer set no cookie', () => {
    assert.equal(coversPath({ headers: {} }, '/login', '/x'), true);
  });
});
