import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { longestText } from '../text/sanitise.ts';
import { escapeHtml, html, render, type SafeHtml } from './markup.ts';

describe('the html tag', () => {
  it('takes what is interpolated as text', () => {
    assert.equal(
      render(html`<b title="${'"x"'}">${'<script>alert(1)</script>'}</b>`),
      '<b title="&#34;x&#34;">&#60;script&#62;alert(1)&#60;/script&#62;</b>',
    );
  });

  it('takes its own results as markup, alone and in lists', () => {
    assert.equal(
      render(html`<ul>${['a', 'b'].map((item) => html`<li>${item}</li>`)}</ul>`),
      '<ul><li>a</li><li>b</li></ul>',
    );
  });

  it('writes nothing for what is absent and nought for nought', () => {
    assert.equal(render(html`${undefined}${null}${false}${0}`), '0');
  });

  it('never takes parsed JSON for markup', () => {
    const forged = JSON.parse('{"Symbol(safe HTML)":"<b>","text":"<b>"}') as SafeHtml;
    assert.throws(() => html`${forged}`, TypeError);
  });

  it('shows control characters and disarms characters that reorder text', () => {
    assert.equal(escapeHtml('a\u0000b\u001B[31m\u202Ec\uD800'), 'a\u2400b\u241B[31m\uFFFDc\uFFFD');
  });

  it('cuts a text that would fill the page and says so', () => {
    assert.equal(escapeHtml('x'.repeat(longestText + 1)), `${'x'.repeat(longestText)} … (2001 characters, cut here)`);
  });

  it('leaves no character of any text that could end a tag, an attribute or the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
        assert.doesNotMatch(escapeHtml(text).replace(/&#\d+;/g, ''), /[<>"'`&\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
      }),
    );
  });
});
