import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import jwtScheme from '../../servers/schemes/jwt.ts';
import refreshScheme from '../../servers/schemes/jwt-refresh.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import { ownTarget } from './own/own-target.ts';
import { compression, shortenedNote } from './shortened.ts';

const jwt = ownTarget(jwtScheme);
const refresh = ownTarget(refreshScheme);
const session = ownTarget(sessionScheme);

describe('a shortened lifetime', () => {
  it('is told by its factor against what the scheme has by itself', () => {
    assert.equal(compression('accessMs', refresh, { accessMs: 2_000 }), 150);
    assert.equal(compression('accessMs', session, { accessMs: 2_000 }), 450);
    assert.equal(compression('idleMs', session, { accessMs: 2_000 }), 1);
  });

  it('is put into one sentence for the attacks on each scheme, and none where nothing is shortened', () => {
    const [first, ...others] = [{ accessMs: 2_000 }, { accessMs: 5_000 }, {}].map((wanted) => ({
      scheme: refresh,
      wanted,
    }));
    assert.ok(first);
    assert.match(shortenedNote([first, ...others]) ?? '', /: access tokens 60 to 150 times \(jwt-refresh\)\./);
    assert.match(
      shortenedNote([first, { scheme: session, wanted: {} }]) ?? '',
      /: access tokens 150 times \(jwt-refresh\)\./,
    );
    assert.equal(shortenedNote([{ scheme: refresh, wanted: { graceMs: 10_000 } }]), undefined);
  });

  it('is named for no scheme that lacks it', () => {
    const wanted = { idleMs: 1_500, absoluteMs: 4_000, accessMs: 2_000 };
    const note = shortenedNote([session, jwt].map((scheme) => ({ scheme, wanted }))) ?? '';
    assert.match(
      note,
      /: access tokens 450 times \(jwt\), idle times 1200 times \(session\), absolute ends 10800 times \(session\)\./,
    );
  });
});
