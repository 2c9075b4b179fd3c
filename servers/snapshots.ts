import type Keygrip from 'keygrip';
import { z } from 'zod';

/** What was so when a session was last looked up. */
export const Snapshot = z.object({
  /** The name of the session in the store: a snapshot is good beside the id of its own session alone. */
  session: z.string(),
  id: z.string(),
  role: z.enum(['user', 'admin']),
  /** In ms since 1970. */
  until: z.number(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/**
 * Signed, and readable by whoever holds it.
 * @param name of the cookie: a signature of another cookie is none of this one
 */
export function snapshots(keys: Keygrip, name: string) {
  return {
    write(snapshot: Snapshot): string {
      const payload = Buffer.from(JSON.stringify(snapshot)).toString('base64url');
      return `${payload}.${keys.sign(`${name}=${payload}`)}`;
    },

    /** @returns undefined for what is not signed so, is of another session, or is over. */
    read(text: string, session: string): Snapshot | undefined {
      const [payload = '', signature = '', ...more] = text.split('.');
      if (more.length > 0 || !keys.verify(`${name}=${payload}`, signature)) return undefined;
      const snapshot = Snapshot.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return snapshot.session === session && snapshot.until > Date.now() ? snapshot : undefined;
    },
  };
}
