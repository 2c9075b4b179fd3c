import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { base64url, CompactEncrypt } from 'jose';
import { ConfigError } from './http/errors.ts';
import { createSeals } from './seals.ts';

const keys = { cookieKey: randomBytes(32).toString('base64url'), retiredCookieKeys: '' };

describe('a seal', () => {
  it('opens for its purpose, and is different each time', async () => {
    const { seal, open } = await createSeals(keys, 'session');
    const [one, two] = [await seal({ id: 'a' }), await seal({ id: 'a' })];
    assert.notEqual(one, two);
    assert.deepEqual([await open(one), await open(two)], [{ id: 'a' }, { id: 'a' }]);
  });

  it('opens for no other purpose, and under no other key', async () => {
    const { seal } = await createSeals(keys, 'session');
    const text = await seal({ id: 'a' });
    const others = [
      await createSeals(keys, 'reset'),
      await createSeals({ ...keys, cookieKey: randomBytes(32).toString('base64url') }, 'session'),
    ];
    assert.deepEqual(await Promise.all(others.map(({ open }) => open(text))), [undefined, undefined]);
  });

  it('opens in one spelling alone, whatever is changed in it', async () => {
    const { seal, open } = await createSeals(keys, 'session');
    const text = await seal({ id: 'user-1', role: 'user' });
    const changed = Array.from(
      text,
      (symbol, at) => text.slice(0, at) + (symbol === 'A' ? 'B' : 'A') + text.slice(at + 1),
    );
    const padded = [`${text}=`, ` ${text}`, text.replaceAll('_', '/'), text.replace('..', '.AA.')].filter(
      (one) => one !== text,
    );
    const opened = await Promise.all([...changed, ...padded].map(open));
    assert.ok(opened.every((one) => one === undefined));
  });

  it('of another algorithm is none, although its key is the right one', async () => {
    const { seal, open } = await createSeals(keys, 'session');
    const header = JSON.parse(new TextDecoder().decode(base64url.decode((await seal({})).split('.')[0] ?? '')));
    const foreign = await new CompactEncrypt(Buffer.from('{"id":"admin"}'))
      .setProtectedHeader({ ...header, alg: 'PBES2-HS256+A128KW', p2c: 1_000 })
      .encrypt(Buffer.from(keys.cookieKey));
    assert.equal(await open(foreign), undefined);
  });

  it('is not made with a key that can be guessed', async () => {
    await assert.rejects(createSeals({ ...keys, cookieKey: 'secret' }, 'session'), ConfigError);
  });
});
