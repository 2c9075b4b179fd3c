import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../exchange.ts';
import { openBrowserJar } from '../clients/browser-jar.ts';
import { type ForeignPage, forgeries } from './forgeries.ts';

const form: HttpRequest = {
  method: 'POST',
  path: '/points',
  headers: { host: 'app.test', 'content-type': 'application/x-www-form-urlencoded', 'x-token': '' },
  body: 'add=1',
};

function forged(page: ForeignPage, request = form, cookie = 'sid=1; Secure') {
  const jar = openBrowserJar('https://app.test');
  jar.take({ headers: { 'set-cookie': cookie } }, '/login');
  return forgeries(page, request, jar);
}

function carriedBy(page: ForeignPage, cookie: string): string[] {
  return forged(page, form, cookie).flatMap(({ way, carried }) => (carried.length > 0 ? [way] : []));
}

describe('what a page of others makes a browser send', () => {
  it('is bodies that a browser asks no leave for and links, with no header of its own', () => {
    const all = forged('cross-site');
    assert.deepEqual(
      all.map(({ way }) => way),
      [
        'form',
        'form, Origin null',
        'JSON in a form of text/plain',
        'JSON in a form of text/plain, Origin null',
        'form in parts',
        'form in parts, Origin null',
        'body of no type',
        'body of no type, Origin null',
        'form whose type has capitals',
        'form whose type has capitals, Origin null',
        'JSON as text/plain that names its type',
        'JSON as text/plain that names its type, Origin null',
        'link',
        'link that claims POST',
      ],
    );
    assert.ok(all.every(({ request }) => !('x-token' in request.headers)));
    assert.deepEqual(
      all.slice(2, 3).map(({ request: { headers, body } }) => [headers['content-type'], headers.origin, body]),
      [['text/plain', 'https://evil.example', '{"add":"1"}']],
    );
    assert.equal(all.at(-1)?.request.path, '/points?add=1&_method=POST');
  });

  it('has bodies by a script whose type no guard may know', () => {
    const json = { ...form, headers: { 'content-type': 'application/json' }, body: '{"add":1}' };
    const typed = (request: HttpRequest) =>
      forged('cross-site', request)
        .filter(({ request: { headers } }) => headers['sec-fetch-mode'] === 'no-cors' && headers.origin !== 'null')
        .map(({ request: { headers, body } }) => [headers['content-type'], body]);
    const further = [
      ['Application/X-WWW-Form-Urlencoded', 'add=1'],
      ['text/plain; x=application/json', '{"add":"1"}'],
    ];
    assert.deepEqual(typed(form), [[undefined, 'add=1'], ...further]);
    assert.deepEqual(typed(json), [[undefined, '{"add":"1"}'], ...further]);
  });

  it('carries the cookies that SameSite lets a browser send', () => {
    assert.equal(carriedBy('cross-site', 'sid=1; SameSite=None; Secure').length, 14);
    assert.equal(carriedBy('cross-site', 'sid=1').length, 14);
    assert.deepEqual(carriedBy('cross-site', 'sid=1; SameSite=Lax'), ['link', 'link that claims POST']);
    assert.deepEqual(carriedBy('cross-site', 'sid=1; SameSite=Strict'), []);
    assert.equal(carriedBy('sibling', 'sid=1; SameSite=Strict').length, 14);
  });

  it('is sent once more without the fields that only pages of the application know', () => {
    const bodies = forged('cross-site', { ...form, body: 'add=1&token=' }).map(({ request }) => request.body);
    assert.ok(bodies.includes('add=1&token=') && bodies.includes('add=1'));
  });

  it('is sent once more with the token that the attacker was given', () => {
    const jar = openBrowserJar('https://app.test');
    const own = { ...form, body: 'add=1&token=theirs' };
    const ways = forgeries('sibling', { ...form, body: 'add=1&token=' }, jar, own);
    const theirs = ways.filter(({ way }) => way.includes("with the attacker's own token"));
    assert.deepEqual(theirs.map(({ request }) => request.body)[0], 'add=1&token=theirs');
    assert.equal(theirs.length, 14);
  });

  it('claims a method that no page can send by itself', () => {
    const put = forged('sibling', { ...form, method: 'PUT' }).map(({ way }) => way);
    assert.deepEqual(put.slice(-4), [
      'link',
      'link that claims PUT',
      'form that claims PUT',
      'form that claims PUT, Origin null',
    ]);
  });

  it('comes from another port where the host is an address: that is the same site', () => {
    const local = { ...form, headers: { ...form.headers, host: '127.0.0.1:3000' } };
    assert.equal(forged('sibling', local)[0]?.request.headers.origin, 'http://127.0.0.1:1');
    assert.equal(forged('sibling')[0]?.request.headers.origin, 'https://evil.app.test');
    const named = { ...form, headers: { ...form.headers, host: 'cafe.de' } };
    assert.equal(forged('sibling', named)[0]?.request.headers.origin, 'https://evil.cafe.de');
    assert.equal(forged('sibling')[0]?.request.headers['sec-fetch-site'], 'same-site');
  });
});
