import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { openStore } from '../bench/store/open-store.ts';
import { discover } from './discover.ts';
import type { Scheme } from './scheme.ts';
import { passwordIn, serveScheme, testSettings } from './served-scheme.fixture.ts';
import type { Variation } from './variation.ts';
import { type Visitor, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const variations = await discover<Variation>(new URL('./variations/', import.meta.url));
const user = { id: 'user-1', username: 'user-1', password: passwordIn('user-1') };
const all = [...variations.values()].flatMap((variation) =>
  [...schemes.values()]
    .filter(({ traits, variant }) => !variant && variation.appliesTo(traits))
    .map((scheme) => ({ variation, scheme, title: `${variation.id} of ${scheme.id}` })),
);

/** What no request can carry: Node's servers refuse more than 16 KiB of headers. */
const beyondHeaders = 'data-16kb of jwt';

async function knowsItsUsers({ signIn, whoAmI }: Visitor): Promise<void> {
  const held = await signIn(user);
  assert.equal(await whoAmI(held), 'user-1');
  const spoilt = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value.slice(0, -4) + (value.endsWith('AAAA') ? 'QQQQ' : 'AAAA'),
      ]),
    );
  assert.equal(await whoAmI({ cookies: spoilt(held.cookies), tokens: spoilt(held.tokens) }), undefined);
}

describe('a variation', () => {
  it('is a choice of some scheme, each', () => {
    for (const { id } of variations.values())
      assert.ok(
        all.some(({ variation }) => variation.id === id),
        id,
      );
  });

  for (const { variation, scheme, title } of all.filter(
    ({ variation, title }) => variation.serve && title !== beyondHeaders,
  )) {
    it(`${title} tells its users from a spoilt credential`, async () => {
      const varied = {
        ...scheme,
        serve: (parts) => variation.serve?.(scheme, parts) ?? scheme.serve(parts),
      } satisfies Scheme;
      await using served = await serveScheme(varied, { settings: { ...testSettings, ...variation.settings } });
      await knowsItsUsers(visitor(served.origin, scheme.protocol));
    });
  }

  for (const { variation, scheme, title } of all.filter(({ variation }) => variation.app)) {
    it(`${title} is a whole server`, async ({ signal }) => {
      await using redis = await openStore('auto', { signal, env: {} });
      await using served = await serveScheme(scheme);
      const parts = { settings: testSettings, accounts: served.accounts, store: served.store };
      const app = await variation.app?.(parts, redis.url);
      const server = createServer(app?.callback()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        await knowsItsUsers(visitor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, scheme.protocol));
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }

  it('puts so much data into a token that no request can carry it', async () => {
    const found = all.find(({ title }) => title === beyondHeaders);
    assert.ok(found);
    const { variation, scheme } = found;
    const varied = {
      ...scheme,
      serve: (parts) => variation.serve?.(scheme, parts) ?? scheme.serve(parts),
    } satisfies Scheme;
    await using served = await serveScheme(varied);
    const guest = visitor(served.origin, scheme.protocol);
    const held = await guest.signIn(user);
    assert.equal((await guest.perform('me', { as: held })).status, 431);
  });
});
