import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './stolen-token-window.ts';

type Use = Parameters<typeof attack.judge>[0]['uses'][number];

const cookie: Use = {
  artefact: 'session cookie',
  case: 'kept busy by the thief',
  lastAcceptedMs: 3_900,
  ended: true,
};
const forgotten: Use = { ...cookie, case: 'used by nobody', lastAcceptedMs: 1_250 };
const token: Use = { ...cookie, artefact: 'access token', case: 'victim stays away', lastAcceptedMs: 2_900 };
const noticed: Use = {
  ...cookie,
  artefact: 'refresh token',
  case: 'victim comes back',
  lastAcceptedMs: 600,
  noticedMs: 680,
};
const settings = Settings.parse({ idleMs: 1_500, absoluteMs: 4_000, accessMs: 2_000 });
const judge = (...uses: Use[]) => attack.judge({ uses }, { settings, traits: {} as Traits });

describe('the judge of stolen-token-window', () => {
  it('reports the longest use with its own bound', () => {
    const { outcome, windowMs, declaredMs } = judge(forgotten, cookie);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 3_900, 4_000]);
    const other = judge(token, noticed);
    assert.deepEqual([other.outcome, other.windowMs, other.declaredMs], ['window', 2_900, 3_000]);
  });

  it('calls a use beyond its bound a success, whichever it is', () => {
    assert.equal(judge(cookie, { ...forgotten, lastAcceptedMs: 1_900 }).outcome, 'succeeded');
    assert.equal(judge({ ...token, lastAcceptedMs: 4_026 }).outcome, 'succeeded');
    assert.equal(judge(token, { ...noticed, lastAcceptedMs: 706 }).outcome, 'succeeded');
    assert.equal(judge(token, { ...noticed, lastAcceptedMs: 1_300, noticedMs: 1_400 }).outcome, 'window');
    assert.equal(judge({ ...cookie, ended: false }).outcome, 'succeeded');
  });

  it('gives no verdict when no copy was ever accepted', () => {
    assert.equal(judge({ ...token, lastAcceptedMs: 0 }).outcome, 'inconclusive');
  });
});
