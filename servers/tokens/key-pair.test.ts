import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { sign, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createKeyPair } from './key-pair.ts';

const run = promisify(execFile);

describe('a fresh key pair', () => {
  for (const [algorithm, type, hash] of [
    ['ES256', 'ec', 'sha256'],
    ['RS256', 'rsa', 'sha256'],
    ['EdDSA', 'ed25519', undefined],
  ] as const) {
    it(`of ${algorithm} verifies what it signed, and nothing that another one did`, async () => {
      const [{ privateKey, publicKey }, other] = await Promise.all([
        createKeyPair(algorithm),
        createKeyPair(algorithm),
      ]);
      assert.deepEqual([privateKey.asymmetricKeyType, publicKey.asymmetricKeyType], [type, type]);
      const signature = sign(hash, Buffer.from('text'), privateKey);
      assert.equal(verify(hash, Buffer.from('text'), publicKey, signature), true);
      assert.equal(verify(hash, Buffer.from('text'), other.publicKey, signature), false);
    });
  }

  it('can be exported while garbage is collected, which hangs Node.js 20 with keys of generateKeyPairSync', async () => {
    const module = JSON.stringify(new URL('./key-pair.js', import.meta.url).href);
    const exporting = `const { createKeyPair } = await import(${module});
      for (let i = 0; i < 4_000; i++) {
        const { privateKey, publicKey } = await createKeyPair('ES256');
        privateKey.export({ format: 'jwk' });
        publicKey.export({ format: 'jwk' });
      }
      console.log('exported');`;
    const args = ['--gc-interval=1009', '--input-type=module', '--eval', exporting];
    const { stdout } = await run(process.execPath, args, { timeout: 30_000, killSignal: 'SIGKILL' });
    assert.equal(stdout, 'exported\n');
  });
});
