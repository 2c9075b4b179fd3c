import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { eventsJsonSchema } from './events.ts';
import { leftMs, openPace } from './pace.ts';
import { createProgress, inWords, type Ui } from './progress.ts';

const done = { state: 'done', durationMs: 10, failed: undefined } as const;

/** All that a run can tell, in a mode. */
async function told(ui: Ui): Promise<string> {
  const stream = new PassThrough();
  const progress = createProgress(ui, stream as unknown as NodeJS.WriteStream);
  progress.say('seed 7\u001b[2J');
  progress.begin(3, 60_000);
  progress.cellStarted('jwt', 'attack');
  progress.cellDone({ ...done, id: 'a/jwt', summary: 'blocked', durationMs: 1_234.5 });
  progress.cellEnded('jwt');
  progress.cellDone({ ...done, id: 'b/jwt', state: 'inconclusive', summary: 'its \u001b[31mweakness held' });
  progress.cellDone({ ...done, id: 'c/jwt', summary: 'a forged \u001b[2Jtoken', failed: 'the attack broke through' });
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
      .map((line) => JSON.parse(line) as { type: string; failed?: string });
    for (const event of events) assert.ok(validate(event), JSON.stringify(validate.errors));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['note', 'plan', 'cell-started', 'cell-done', 'cell-done', 'cell-done'],
    );
    assert.deepEqual(
      events.map(({ failed }) => failed),
      [undefined, undefined, undefined, undefined, undefined, 'the attack broke through'],
    );
    assert.equal(validate({ ...events[0], v: 2 }), false);
  });

  it('tells a log one line for each cell, and obeys nothing that a server said', async () => {
    assert.equal(
      await told('lines'),
      [
        'seed 7\u241b[2J',
        'marks      + as required, x failed, ? no result, - could not be tried here',
        '+   1 a/jwt  blocked  (1.2 s)',
        '?   2 b/jwt  its \u241b[31mweakness held  (0.0 s)',
        'x   3 c/jwt  FAILED, the attack broke through: a forged \u241b[2Jtoken  (0.0 s)',
        '',
      ].join('\n'),
    );
  });

  it('says in words what is under way', () => {
    assert.equal(inWords('session+no-rotation', 'server'), 'starting: session, weakened by no-rotation');
    assert.equal(inWords('jwt-refresh', 'server'), 'starting: jwt-refresh');
    assert.equal(
      inWords('replay-after-logout/jwt+no-look', 'attack', 'Replay after logout'),
      'attacking: replay after logout, jwt, weakened by no-look',
    );
    assert.equal(
      inWords('authenticated-read/jwt-refresh/round-3', 'load'),
      'measuring, the screen rests meanwhile: authenticated read, jwt-refresh, round 3',
    );
    for (const [arm, told] of [
      ['session+a-a', 'session a second time'],
      ['floor', 'without authentication'],
    ])
      assert.match(inWords(`authenticated-read/${arm}/round-6`, 'load'), new RegExp(`read, ${told}, round 6$`));
  });

  it('learns from the pace how much is left, and never promises what is past', () => {
    const plan = { total: 100, estimateMs: 300_000 };
    assert.equal(leftMs({ ...plan, done: 0, elapsedMs: 60_000 }), 240_000);
    // a fifth took as long as a half was meant to
    assert.equal(leftMs({ ...plan, done: 20, elapsedMs: 150_000 }), 0.8 * 150_000 + 0.2 * 600_000);
    assert.equal(leftMs({ ...plan, done: 50, elapsedMs: 400_000 }), 400_000);
    // rounds are added until the time has passed, however many cells there were
    assert.equal(leftMs({ ...plan, done: 100, elapsedMs: 80_000, goesOn: true }), 220_000);
    assert.equal(leftMs({ ...plan, done: 50, elapsedMs: 400_000, goesOn: true }), 400_000);
    // one that took its time says little of a hundred
    assert.equal(leftMs({ ...plan, done: 1, elapsedMs: 10_000, goesOn: true }), 0.99 * 290_000 + 0.01 * 990_000);
  });

  it('counts rounds that no plan has among all of them', () => {
    const pace = openPace();
    assert.equal(pace.total(0), 0);
    pace.begin(3, 60_000, true);
    pace.done = 2;
    assert.equal(pace.total(1), 3);
    pace.done = 15;
    assert.equal(pace.total(3), 18);
    assert.ok(pace.leftMs() > 50_000);
  });

  it('leaves out of a log what took no time, and counts it where it stood', async () => {
    const stream = new PassThrough();
    const progress = createProgress('lines', stream as unknown as NodeJS.WriteStream);
    progress.begin(2, 60_000);
    progress.cellDone({ ...done, id: 'a/jwt', summary: 'not-applicable', durationMs: 0 });
    progress.cellDone({ ...done, id: 'b/jwt', summary: 'x'.repeat(300), durationMs: 1_000 });
    progress.end();
    stream.end();
    const [, left, line = ''] = (await text(stream)).split('\n');
    assert.equal(left, '      1 test left out: the scheme has nothing that they could attack');
    assert.ok(line.length < 165 && line.endsWith('…  (1.0 s)'), line);
  });

  it('leaves above a line that is redrawn what failed and what has no result, and nothing else', async () => {
    const kept = (await told('live'))
      .split('\n')
      .map((line) => line.split('\r\u001b[2K').at(-1))
      .filter((line) => /^. +\d /.test(line ?? ''));
    assert.deepEqual(kept, [
      '?   2 b/jwt  its \u241b[31mweakness held  (0.0 s)',
      'x   3 c/jwt  FAILED, the attack broke through: a forged \u241b[2Jtoken  (0.0 s)',
    ]);
  });

  it('redraws which attack is under way, how far the run is and how much is left, in the width there is', async () => {
    for (const [columns, line] of [
      [80, ' attacking: replay after logout, session (1 of 52), about 2 min left'],
      [50, ' attacking: replay a… (1 of 52), about 2 min left'],
    ] as const) {
      const stream = Object.assign(new PassThrough(), { columns });
      const progress = createProgress('live', stream as unknown as NodeJS.WriteStream);
      progress.begin(52, 120_000);
      progress.cellDone({ ...done, id: 'a/jwt', summary: 'blocked' });
      progress.cellStarted('replay-after-logout/session', 'attack', 'Replay after logout');
      stream.end();
      assert.equal((await text(stream)).split('\r\u001b[2K').at(-1), line);
    }
  });

  it('tells nobody anything where it is to be silent', async () => {
    assert.equal(await told('silent'), '');
  });
});
