import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { eventsJsonSchema } from './events.ts';
import { createProgress, inWords, leftMs, type Ui } from './progress.ts';

/** All that a run can tell, in a mode. */
async function told(ui: Ui): Promise<string> {
  const stream = new PassThrough();
  const progress = createProgress(ui, stream as unknown as NodeJS.WriteStream);
  progress.say('seed 7\u001b[2J');
  progress.begin(2, 60_000);
  progress.cellStarted('attack/a/jwt');
  progress.cellDone('attack/a/jwt', 'done', 'blocked', 1_234.5);
  progress.cellEnded('attack/a/jwt');
  progress.cellDone('attack/b/jwt', 'inconclusive', 'its \u001b[31mweakness held', 10);
  progress.end();
  stream.end();
  return text(stream);
}

describe('progress', () => {
  it('tells a program one event on each line, as the schema of events says', async () => {
    const validate = new Ajv2020.Ajv2020({ discriminator: true }).compile(eventsJsonSchema() as object);
    const events = (await told('json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    for (const event of events) assert.ok(validate(event), JSON.stringify(validate.errors));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['note', 'plan', 'cell-started', 'cell-done', 'cell-done'],
    );
    assert.equal(validate({ ...events[0], v: 2 }), false);
  });

  it('tells a log one line for each cell, and obeys nothing that a server said', async () => {
    assert.equal(
      await told('lines'),
      [
        'seed 7\u241b[2J',
        '+   1 attack/a/jwt  blocked  (1.2 s)',
        '?   2 attack/b/jwt  its \u241b[31mweakness held  (0.0 s)',
        '',
      ].join('\n'),
    );
  });

  it('says in words what is under way', () => {
    assert.equal(inWords('attack/replay-after-logout/jwt'), 'attacking: replay after logout, jwt');
    assert.equal(
      inWords('authenticated-read/jwt-refresh/round-3'),
      'measuring, the screen rests meanwhile: authenticated read, jwt-refresh, round-3',
    );
  });

  it('learns from the pace how much is left, and never promises what is past', () => {
    const plan = { total: 100, estimateMs: 300_000 };
    assert.equal(leftMs({ ...plan, done: 0, elapsedMs: 60_000 }), 240_000);
    // a fifth took as long as a half was meant to
    assert.equal(leftMs({ ...plan, done: 20, elapsedMs: 150_000 }), 0.8 * 150_000 + 0.2 * 600_000);
    assert.equal(leftMs({ ...plan, done: 50, elapsedMs: 400_000 }), 400_000);
  });

  it('leaves out of a log what took no time, and counts it at the end', async () => {
    const stream = new PassThrough();
    const progress = createProgress('lines', stream as unknown as NodeJS.WriteStream);
    progress.begin(2, 60_000);
    progress.cellDone('attack/a/jwt', 'done', 'not-applicable', 0);
    progress.cellDone('attack/b/jwt', 'done', 'x'.repeat(300), 1_000);
    progress.end();
    stream.end();
    const [line = '', last] = (await text(stream)).split('\n');
    assert.ok(line.length < 165 && line.endsWith('…  (1.0 s)'), line);
    assert.equal(last, '  left out above: 1 test without such a surface');
  });

  it('tells nobody anything where it is to be silent', async () => {
    assert.equal(await told('silent'), '');
  });
});
