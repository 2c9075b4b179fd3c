import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'crypto-cookie-signature',
  title: 'Check a cookie’s HMAC (node:crypto, the floor)',
  concurrent: false,
  async prepare() {
    const key = createSecretKey(randomBytes(32));
    const cookie = `__Host-Http-sid=${randomBytes(32).toString('base64url')}`;
    const hmac = () => createHmac('sha256', key).update(cookie).digest();
    const signature = hmac();
    return { run: () => timingSafeEqual(hmac(), signature) };
  },
} satisfies MicroTask;
