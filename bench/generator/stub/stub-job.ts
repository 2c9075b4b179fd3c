import jwt from '../../../servers/schemes/jwt.ts';
import type { OpenJob } from '../job.ts';

/** Reads of a hundred users from a stub, for the entries that measure the generator itself. */
export function jobFor(port: number, rate: number, warmUpMs: number, durationMs: number): OpenJob {
  const user = (index: number) => ({
    user: { id: 'u1', username: `user-${index}`, password: '' },
    credential: { access: { role: 'access', values: { token: 'x'.repeat(211) + index } } } as const,
  });
  return {
    executor: 'open',
    scenario: 'authenticated-read',
    protocol: jwt.protocol,
    authority: 'app.test',
    origins: [`http://127.0.0.1:${port}`],
    users: Array.from({ length: 100 }, (_, index) => user(index)),
    connections: 16,
    warmUpMs,
    durationMs,
    timeoutMs: 5_000,
    rate,
    queueLimit: 10 * rate,
  };
}
