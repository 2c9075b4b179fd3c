import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'password-hash',
  title: 'Check a password (scrypt, N = 2^14, an eighth of what OWASP asks)',
  concurrent: false,
  async prepare() {
    const salt = randomBytes(16);
    return { run: () => derive('correct horse battery staple', salt, 32, { N: 2 ** 14, r: 8, p: 1 }) };
  },
} satisfies MicroTask;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
