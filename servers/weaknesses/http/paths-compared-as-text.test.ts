import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scheme } from '../../scheme.ts';
import jwtRefresh from '../../schemes/jwt-refresh.ts';
import { passwordIn, serveScheme, testSettings } from '../../served-scheme.fixture.ts';
import { visitor } from '../../visitor.fixture.ts';
import weakness from './paths-compared-as-text.ts';

const weak: Scheme = { ...jwtRefresh, serve: (parts) => weakness.serve(jwtRefresh, parts) };
const user = { username: 'user-1', password: passwordIn('user-1') };
const crossSite = { origin: 'https://evil.example' };

describe('a server that compares paths as text', () => {
  it('guards each path as it is declared, and no other spelling of it', async (t) => {
    // a clock that stands still: no window of failed logins ends meanwhile
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    await using served = await serveScheme(weak, { settings: { ...testSettings, loginFailures: 1 } });
    const { request, send, signIn } = visitor(served.origin, weak.protocol);
    const as = await signIn(user);
    const refresh = request('refresh', { as, headers: crossSite });
    assert.equal((await send(refresh)).status, 403);
    assert.equal((await send({ ...refresh, path: '/Refresh' })).status, 200);

    const admin = request('admin', { as });
    assert.equal((await send(admin)).status, 403);
    assert.equal((await send({ ...admin, path: '//admin' })).status, 200);

    const guess = request('login', { values: { ...user, password: 'a guess' } });
    assert.deepEqual([(await send(guess)).status, (await send(guess)).status], [401, 429]);
    assert.equal((await send({ ...guess, path: '/login/' })).status, 401);
  });
});
