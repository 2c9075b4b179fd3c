import { isRenewed } from './renewal.ts';
import type { Credential, Stage, User } from './scenario.ts';

/** What using an application for a while took, from the user's side of the client. */
export interface Visit {
  readonly requests: number;
  /** Requests that were not answered for the user, whatever the client did. */
  readonly failed: number;
  /** Times that the user had to type a password again. */
  readonly logins: number;
  readonly renewals: number;
  /** Of requests that needed nothing else, and of those that needed a renewal first; ms. */
  readonly plainMs: readonly number[];
  readonly renewedMs: readonly number[];
}

const everyMs = 100;

/** Uses the application for so long, as a client does that renews when it is refused, and asks for the password last. */
export async function visit(stage: Stage, user: User, forMs: number): Promise<Visit> {
  let held = await stage.signIn(user);
  const seen = { requests: 0, failed: 0, logins: 0, renewals: 0 };
  const plainMs: number[] = [];
  const renewedMs: number[] = [];
  const isServed = async (credential: Credential) => (await stage.whoAmI(credential)) === user.id;
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    await stage.wait(everyMs);
    seen.requests += 1;
    const start = performance.now();
    if (await isServed(held)) {
      plainMs.push(performance.now() - start);
      continue;
    }
    if (stage.target.protocol.steps.refresh) {
      const reply = await stage.perform('refresh', { as: held });
      if (isRenewed(stage, reply)) {
        held = reply.credential;
        seen.renewals += 1;
        if (await isServed(held)) {
          renewedMs.push(performance.now() - start);
          continue;
        }
      }
    }
    held = await stage.signIn(user);
    seen.logins += 1;
    if (!(await isServed(held))) seen.failed += 1;
  }
  return { ...seen, plainMs, renewedMs };
}
