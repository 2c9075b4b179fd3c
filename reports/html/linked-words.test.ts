import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withLinkedWords } from './linked-words.ts';
import { html, render } from './markup.ts';

describe('words of the glossary', () => {
  it('lead there where a chapter uses them first, and not again', () => {
    const met = new Set<string>();
    const first = render(withLinkedWords(html`<p>A round has its margin. Another round.</p>`, met));
    assert.equal(
      first,
      '<p>A <a class="word" href="#word-round">round</a> has its <a class="word" href="#word-margin">margin</a>. Another round.</p>',
    );
    assert.equal(render(withLinkedWords(html`<p>A round.</p>`, met)), '<p>A round.</p>');
  });

  it('are left alone inside links, code, headings and what opens', () => {
    const content = html`<h2>Round</h2><a href="#x">round</a><code>round</code><summary>round</summary><p>rounded, round-trip</p>`;
    assert.equal(render(withLinkedWords(content, new Set())), render(content));
  });
});
