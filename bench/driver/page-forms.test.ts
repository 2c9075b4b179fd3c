import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldOn, passwordForm, readPage } from './page-forms.ts';

const html = `<form action=/search><input type=hidden name=do value=search><button name=go value=find>Find</button></form>
  <!-- <form><input name="old" type="password"></form> -->
  <form method=post action="/in?a=1&amp;b=2"><input value="t&quot;1" type=hidden name=do><input name=user>
  <input type=PASSWORD name=pass><input type=checkbox name=keep><input type=checkbox name=terms checked>
  <input disabled name=off value=1><select name=site><option value=a>A<option value=b selected>B</select>
  <input type=submit name=act value="Sign in"><button name=forgot>Forgot</button></form><input form=x name=far value=1>
  <form id=x action=/logout><button>Log out</button></form><a href="/out?n=1&amp;m=2"> Log <b>out</b></a>
  <meta name=csrf-token content=c1>`;

describe('a page as a browser reads it', () => {
  it('is submitted by the form that asks for a password, with its own fields and the button that is pressed', () => {
    assert.deepEqual(passwordForm(readPage(html)), {
      method: 'POST',
      action: '/in?a=1&b=2',
      fields: [
        { name: 'do', type: 'hidden', value: 't"1' },
        { name: 'user', type: 'text', value: '' },
        { name: 'pass', type: 'password', value: '' },
        { name: 'terms', type: 'checkbox', value: 'on' },
        { name: 'site', type: 'select', value: 'b' },
        { name: 'act', type: 'submit', value: 'Sign in' },
      ],
      words: 'Sign in Forgot',
    });
  });

  it('names the value of a field in that form, whatever other forms call by the same name', () => {
    assert.equal(fieldOn(html, 'do'), 't"1');
    assert.equal(fieldOn(html, 'far'), '1');
    assert.equal(fieldOn(html, 'nowhere'), undefined);
  });

  it('has links with their words, and what its head says', () => {
    const { links, meta, forms } = readPage(html);
    assert.deepEqual(links, [{ href: '/out?n=1&m=2', words: 'Log out' }]);
    assert.equal(meta.get('csrf-token'), 'c1');
    assert.deepEqual(forms[2], {
      method: 'GET',
      action: '/logout',
      fields: [{ name: 'far', type: 'text', value: '1' }],
      words: 'Log out',
    });
  });
});
