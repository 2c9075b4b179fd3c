import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asked } from '../../../reports/advice/requirements.ts';
import { createDialogue } from '../prompts.ts';
import { interview } from './interview.ts';

async function* typed(...lines: string[]): AsyncGenerator<string> {
  yield* lines;
}

describe('the questions of advise', () => {
  it('are asked one by one; an empty line is no requirement', async () => {
    const said: string[] = [];
    const answers = await interview(
      createDialogue(typed('5s', '', '6', '', '', ' spa, mobile ', '', '', '', '', '', '', 'cost'), (text) =>
        said.push(text),
      ),
    );
    assert.deepEqual(answers, { revocationMs: '5s', instances: '6', clients: 'spa, mobile', prefer: 'cost' });
    assert.equal(said.length, asked.length);
    assert.equal(said[0], '1 of 13: How soon must an ended sign-in be refused? (time, such as 5s or 8h, or nothing) ');
    assert.match(said.at(-1) ?? '', /^13 of 13: /);
  });

  it('are asked again where the answer cannot be read, with the reason', async () => {
    const said: string[] = [];
    assert.deepEqual(await interview(createDialogue(typed('soon', '5s'), (text) => said.push(text))), {
      revocationMs: '5s',
    });
    assert.equal(said[1], "  'soon' is no time, such as 5s, 15m or 8h\n");
    assert.equal(said[2], said[0]);
  });

  it('end where the input ends', async () => {
    assert.deepEqual(await interview(createDialogue(typed(), () => {})), {});
  });
});
