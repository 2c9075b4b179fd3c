import { hashPassword, verifyPassword } from '../../servers/passwords.ts';
import type { MicroTask } from '../scenario.ts';

export default {
  id: 'password-hash',
  title: 'Check a password (scrypt, N = 2^14, an eighth of what OWASP asks)',
  concurrent: false,
  async prepare() {
    const hash = await hashPassword('correct horse battery staple', 14);
    return { run: () => verifyPassword('correct horse battery staple', hash) };
  },
} satisfies MicroTask;
