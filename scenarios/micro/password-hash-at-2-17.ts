import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'password-hash-at-2-17',
  title: 'Check a password (scrypt, N = 2^17, as OWASP asks and servers are configured)',
  concurrent: false,
  async prepare() {
    const salt = randomBytes(16);
    const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
    return { run: () => derive('correct horse battery staple', salt, 32, options) };
  },
} satisfies MicroTask;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
