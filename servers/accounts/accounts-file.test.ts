import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openAccounts } from './accounts-file.ts';
import { verifyPassword } from './passwords.ts';
import { passwordOf, seedAccounts } from './seed.ts';

describe('accounts', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    path = join(folder, 'accounts.jsonl');
    await seedAccounts(path, { users: 2, seed: 'test', passwordCost: 4 });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are seeded with an admin, users, and the passwords that follow from the seed', async () => {
    using accounts = openAccounts(path);
    const admin = await accounts.byUsername('admin');
    const user = await accounts.byId('user-2');
    assert.equal(admin?.role, 'admin');
    assert.equal(user?.role, 'user');
    assert.equal(await verifyPassword(passwordOf('test', 'user-2'), user?.passwordHash ?? ''), true);
    assert.equal(await verifyPassword(passwordOf('test', 'user-1'), user?.passwordHash ?? ''), false);
    assert.equal(await accounts.byId('user-3'), undefined);
    assert.equal(await accounts.byUsername('__proto__'), undefined);
  });

  it('are never seeded over accounts that are there', async () => {
    await assert.rejects(seedAccounts(path, { users: 1, seed: 'other', passwordCost: 4 }), { code: 'EEXIST' });
  });

  it('changed by one instance are changed for the others, with one version for all', async () => {
    using one = openAccounts(path);
    using two = openAccounts(path);
    assert.equal((await two.byId('user-1'))?.version, 0);
    await one.change('user-1', { disabled: true });
    await two.change('user-1', { role: 'admin' });
    for (const accounts of [one, two]) {
      const account = await accounts.byId('user-1');
      assert.deepEqual([account?.disabled, account?.role, account?.version], [true, 'admin', 2]);
      assert.equal((await accounts.byId('user-2'))?.version, 0);
    }
  });

  it('are changed by one of several who saw the same version', async () => {
    using one = openAccounts(path);
    using two = openAccounts(path);
    const given = [one, two, one].map((accounts, i) => accounts.change('user-1', { passwordHash: `hash ${i}` }, 0));
    assert.deepEqual(await Promise.all(given), [true, false, false]);
    for (const accounts of [one, two]) {
      const account = await accounts.byId('user-1');
      assert.deepEqual([account?.passwordHash, account?.version], ['hash 0', 1]);
    }
    assert.equal(await two.change('user-1', { role: 'admin' }, 1), true);
    assert.equal(await two.change('nobody', { role: 'admin' }), false);
  });

  it('give a name to the first who asks, and again once its account is gone', async () => {
    using one = openAccounts(path);
    using two = openAccounts(path);
    const account = (id: string) => ({ id, username: 'wanted', role: 'user', passwordHash: '' }) as const;
    assert.deepEqual(await Promise.all([one.add(account('a')), two.add(account('b'))]), [true, false]);
    assert.equal((await two.byUsername('wanted'))?.id, 'a');
    await two.remove('a');
    assert.deepEqual([await one.byId('a'), await one.byUsername('wanted')], [undefined, undefined]);
    assert.equal(await one.add(account('b')), true);
  });

  it('count transfers of all instances', async () => {
    using one = openAccounts(path);
    using two = openAccounts(path);
    await Promise.all([one.recordTransfer('user-1'), two.recordTransfer('user-1'), two.recordTransfer('user-2')]);
    assert.equal(await one.transfers('user-1'), 2);
    assert.equal(await two.transfers('user-2'), 1);
    assert.equal(await two.transfers('admin'), 0);
  });

  it('wait for the rest of a line that another instance is still writing', async () => {
    using accounts = openAccounts(path);
    await appendFile(path, '{"op":"transfer",');
    assert.equal(await accounts.transfers('user-1'), 0);
    await appendFile(path, '"id":"user-1"}\n');
    assert.equal(await accounts.transfers('user-1'), 1);
  });

  it('lose nothing when several processes write at once', async () => {
    const writer = `
      import { openAccounts } from ${JSON.stringify(import.meta.url.replace('.test', ''))};
      const accounts = openAccounts(${JSON.stringify(path)});
      for (let n = 0; n < 500; n++) await accounts.recordTransfer('user-1');
    `;
    const run = ['--input-type=module', '--eval', writer];
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, run, { stdio: 'inherit' }));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    using accounts = openAccounts(path);
    assert.equal(await accounts.transfers('user-1'), 2_000);
  });
});
