import { randomBytes } from 'node:crypto';
import Keygrip from 'keygrip';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'cookie-signature',
  title: 'Check the signature of a session cookie (keygrip)',
  concurrent: false,
  floor: 'crypto-cookie-signature',
  async prepare() {
    const keys = new Keygrip([randomBytes(32).toString('base64url')], 'sha256', 'base64');
    const cookie = `__Host-Http-sid=${randomBytes(32).toString('base64url')}`;
    const signature = keys.sign(cookie);
    return { run: () => keys.verify(cookie, signature) };
  },
} satisfies MicroTask;
