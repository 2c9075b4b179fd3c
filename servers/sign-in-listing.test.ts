import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from './discover.ts';
import type { ListedSignIn } from './listed-sign-in.ts';
import type { Scheme } from './scheme.ts';
import { passwordIn, serveScheme } from './served-scheme.fixture.ts';
import { knowsEach } from './sign-in-listing.ts';
import { type Held, type Visitor, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const user = { username: 'user-1', password: passwordIn('user-1') };

describe('the list of sign-ins', () => {
  it('is kept wherever the server knows of each', () => {
    const listing = [...schemes.values()].filter(({ protocol }) => protocol.steps.signIns);
    assert.deepEqual(
      listing.map(({ id }) => id),
      [...schemes.values()].filter(({ traits }) => knowsEach(traits)).map(({ id }) => id),
    );
  });

  for (const scheme of [...schemes.values()].filter(({ traits }) => knowsEach(traits)))
    it(`names each once, on ${scheme.id}, and one is ended by its name and the password of its owner`, async () => {
      await using served = await serveScheme(scheme);
      const client = visitor(served.origin, scheme.protocol);
      const [lost, own] = [await client.signIn(user), await client.signIn(user)];
      const before = await listOf(client, own);
      assert.deepEqual(before.map(({ current }) => current).sort(), [false, true]);
      const { name = '' } = before.find(({ current }) => !current) ?? {};
      const end = async (of: string, password: string) =>
        (await client.perform('endSignIn', { as: own, values: { name: of, password } })).status;
      assert.equal(await end(name, 'not the password'), 403);
      assert.equal(await end('of nobody', user.password), 404);
      assert.equal((await listOf(client, own)).length, 2);

      assert.equal(await end(name, user.password), 204);
      assert.deepEqual(
        (await listOf(client, own)).map(({ current }) => current),
        [true],
      );
      const asked = scheme.protocol.steps.refresh ? 'refresh' : 'transfer';
      assert.equal((await client.perform(asked, { as: lost })).status, 401);
      assert.equal((await client.perform(asked, { as: own })).status, 200);
    });
});

async function listOf(client: Visitor, as: Held): Promise<ListedSignIn[]> {
  const { body } = await client.perform('signIns', { as });
  return body?.signIns as ListedSignIn[];
}
