import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpError } from './errors.ts';
import { sameOrigin } from './same-origin.ts';

type Guarded = Parameters<typeof sameOrigin>[0];

async function passes(headers: Record<string, string>, method = 'POST'): Promise<boolean> {
  const ctx = { method, path: '/transfer', headers: { host: 'app.localhost:8080', ...headers } };
  let reached = false;
  const next = async () => {
    reached = true;
  };
  try {
    await sameOrigin(ctx as unknown as Guarded, next);
  } catch (error) {
    assert.ok(error instanceof HttpError);
    assert.deepEqual([error.status, error.code], [403, 'origin_unproven']);
  }
  return reached;
}

describe('same origin', () => {
  it('believes Sec-Fetch-Site first, which a page cannot set', async () => {
    assert.equal(await passes({ 'sec-fetch-site': 'same-origin' }), true);
    for (const site of ['same-site', 'cross-site', 'none', '']) {
      assert.equal(await passes({ 'sec-fetch-site': site, origin: 'http://app.localhost:8080' }), false);
    }
  });

  it('compares host and port of Origin where a browser does not send it', async () => {
    assert.equal(await passes({ origin: 'http://app.localhost:8080' }), true);
    assert.equal(await passes({ origin: 'https://app.localhost:8080' }), true);
    for (const origin of [
      'http://evil.localhost:8080',
      'http://app.localhost:8081',
      'http://app.localhost',
      'http://app.localhost:8080.evil.example',
      'http://app.localhost:8080@evil.example',
      'null',
      '',
    ]) {
      assert.equal(await passes({ origin }), false);
    }
  });

  it('refuses a state change that proves nothing, and asks nothing of a read', async () => {
    assert.equal(await passes({}), false);
    assert.equal(await passes({}, 'DELETE'), false);
    assert.equal(await passes({}, 'GET'), true);
    assert.equal(await passes({}, 'HEAD'), true);
  });
});
