import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandCode } from './command-code.ts';
import { render } from './markup.ts';

describe('a command in the page', () => {
  it('keeps each option whole, and reads as it is typed', () => {
    const shown = render(commandCode('npm run bench -- run --ui lines -o x-y "<a>"'));
    const option = (text: string) => `<span class="option">${text}</span>`;
    assert.equal(
      shown,
      `<code>npm run bench ${option('--')} run ${option('--ui')} lines ${option('-o')} x-y &#34;&#60;a&#62;&#34;</code>`,
    );
  });
});
