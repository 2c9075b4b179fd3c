import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Extent, explore } from './explore.ts';
import { toyStage } from './toy-server.fixture.ts';

const extent: Extent = { seed: 5, histories: 150, many: 4, withinMs: 60_000, shrinkWithinMs: 60_000 };
const hourMs = 3_600_000;

describe('histories', () => {
  it('differ in nothing on a server that does what the model says', async () => {
    const { tally, difference, timePasses } = await explore(toyStage(), extent);
    assert.deepEqual([difference, tally.histories, timePasses], [undefined, 150, true]);
    assert.ok(tally.accepted > 500 && tally.refused > 500, `${tally.accepted} and ${tally.refused}`);
  });

  it('are shrunk to the shortest that shows what is wrong, which is told as a story', async () => {
    const { difference } = await explore(toyStage({ logoutEndsNothingAfterMs: hourMs }), extent);
    assert.deepEqual(difference?.story, [
      'Ann signs in on the phone.',
      "For 68 minutes Ann's phone reads every 14 minutes.",
      "Ann's phone logs out.",
      "What Ann's phone holds (GET /me at instance 0) is still accepted, although the logout of step 3 ended it.",
    ]);
    assert.deepEqual([difference?.kind, difference?.again], ['accepted', true]);
  });

  it('find a password that is good after it was changed', async () => {
    const { difference } = await explore(toyStage({ keepsPasswords: true }), extent);
    assert.deepEqual(difference?.story, [
      'Ann signs in on the phone.',
      "Ann changes the password on Ann's phone.",
      'The password that Ann had before is still accepted, although it was changed at step 2.',
    ]);
  });

  it('are played again from the seed and the path of the one that was found', async () => {
    const wrong = { logoutEndsNothingAfterMs: hourMs };
    const { difference } = await explore(toyStage(wrong), extent);
    const replayed = await explore(toyStage(wrong), { ...extent, ...(difference && { only: difference }) });
    assert.deepEqual(replayed.difference?.story, difference?.story);
    assert.equal(replayed.tally.histories, 1);
  });

  it('say whether there was time for every ending', async () => {
    const whole = async (more: Partial<Extent>) => (await explore(toyStage(), { ...extent, ...more })).whole;
    assert.deepEqual(
      [await whole({}), await whole({ histories: 5 }), await whole({ withinMs: 0 })],
      [true, false, false],
    );
  });

  it('are the same for the same seed', async () => {
    const counts = async (seed: number) => (await explore(toyStage(), { ...extent, histories: 20, seed })).tally;
    assert.deepEqual(await counts(1), await counts(1));
    assert.notDeepEqual(await counts(1), await counts(2));
  });

  it('find a good sign-in that is refused, and tell it from one that should be', async () => {
    const { difference } = await explore(toyStage({ endsAfterMs: hourMs }), extent);
    assert.equal(difference?.kind, 'refused');
    assert.match(difference?.story.at(-1) ?? '', /is refused, although nothing had ended it\.$/);
  });

  it('end with an error, and with no difference, where an answer is missing', async () => {
    await assert.rejects(explore(toyStage({ silentAfter: 40 }), extent), { message: /had no answer$/ });
  });
});
