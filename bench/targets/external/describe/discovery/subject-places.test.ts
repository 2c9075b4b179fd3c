import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RawAnswer, readPlace } from '../../../../driver/answer.ts';
import { subjectPlace } from './subject-places.ts';

const page = (text: string): RawAnswer => ({ status: 200, headers: { 'content-type': 'text/html' }, text, ms: 1 });

describe('where a page names whom it speaks for', () => {
  it('is also in a script that has it encoded', () => {
    const at = (name: string) =>
      page(
        `<script>const who = JSON.parse(decodeURIComponent('%7B%22name%22%3A%22${name}%22%2C%22n%22%3A1%7D'))</script>`,
      );
    const found = subjectPlace({ first: at('ann'), again: at('ann'), other: at('bob'), nobody: page('') }, [
      'ann',
      'bob',
    ]);
    assert.deepEqual(
      ['cleo', 'x-1'].map((name) => readPlace(found?.place ?? '', at(name))),
      ['cleo', 'x-1'],
    );
  });

  it('is no part of a word', () => {
    const at = (name: string) => page(`<p>xx${name}xx</p>`);
    assert.equal(
      subjectPlace({ first: at('ann'), again: at('ann'), other: at('bob'), nobody: page('') }, ['ann', 'bob']),
      undefined,
    );
  });
});
