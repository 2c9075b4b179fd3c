import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTransport } from '../../../../driver/transport.ts';
import { listen, people, users } from '../../../../tools/development/development.ts';
import { sessionTarget } from '../../small-servers.fixture.ts';
import { type AccountPages, accountPages } from './account-pages.fixture.ts';
import { discoverLogin } from './discover-target.ts';
import { openExplorer } from './explorer.ts';

async function discovered(pages: AccountPages, origin?: string) {
  const app = accountPages(pages);
  await using started = await listen(app, sessionTarget);
  await using transport = openTransport();
  const { origin: known } = started.description;
  const { signal } = new AbortController();
  const explorer = openExplorer({ origin: known, users }, {}, transport, signal);
  const { parts, change } = await discoverLogin({ ...explorer, ...(origin && { origin }) }, { page: '/login' });
  const said = Object.fromEntries(parts.map(({ name, how }) => [name, how]));
  const now = Object.fromEntries([...app.accounts].map(([name, { password }]) => [name, password]));
  return { app, said, change, now };
}

const token = 'field:token';

describe('what users change on pages of theirs', { concurrency: 4 }, () => {
  it('is found, with how its effect is read back, and set back to what it was', async () => {
    const { app, change, now } = await discovered({});
    const { transfer, effect, password, logout, optIn } = change;
    assert.deepEqual(
      { transfer, effect, password, optIn },
      {
        transfer: [
          { path: '/account', save: { field1: token } },
          { method: 'POST', path: '/account', form: { token: '{{field1}}', about: '{{fresh}}' } },
        ],
        effect: { path: '/account', value: 'field:about' },
        password: [
          { path: '/account/secret', save: { field1: token } },
          {
            method: 'POST',
            path: '/account/secret',
            form: { token: '{{field1}}', old: '{{password}}', new: '{{next}}', repeated: '{{next}}' },
          },
        ],
        optIn: ['writes'],
      },
    );
    assert.equal([logout ?? []].flat().at(-1)?.path, '/bye');
    assert.deepEqual(now, people);
    assert.equal(app.accounts.get('ann')?.about, 'I am ann.');
    assert.deepEqual(app.done, [], 'what nothing brings back');
  });

  it('is a new password too where the one from before is not asked for', async () => {
    const { change, now } = await discovered({ asksForPassword: false, asksForToken: false });
    const last = [change.password ?? []].flat().at(-1);
    assert.deepEqual(last?.form, { token: '{{field1}}', new: '{{next}}', repeated: '{{next}}' });
    assert.deepEqual(now, people);
  });

  it('is told where it could not be set back, with what brings it back', async () => {
    const { said, change, now } = await discovered({ takesAgain: false });
    assert.equal(change.password, undefined);
    assert.equal(said.password, `the password of ann, which is ${now.ann} now, could not be set back: do that by hand`);
  });
});
