import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { redeem } from './renewal.ts';

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
export async function visit(
  stage: Stage,
  user: User,
  forMs: number,
  now: () => number = () => performance.now(),
): Promise<Visit> {
  let held = await stage.signIn(user);
  const seen = { requests: 0, failed: 0, logins: 0, renewals: 0 };
  const plainMs: number[] = [];
  const renewedMs: number[] = [];
  const isServed = async (credential: Credential) => (await stage.whoAmI(credential)) === user.id;
  const end = now() + forMs;
  while (now() < end) {
    await stage.wait(everyMs);
    seen.requests += 1;
    const start = now();
    if (await isServed(held)) {
      plainMs.push(now() - start);
      continue;
    }
    const renewed = stage.target.protocol.steps.refresh && (await redeem(stage, held));
    if (renewed) {
      held = renewed;
      seen.renewals += 1;
      renewedMs.push(now() - start);
      continue;
    }
    held = await stage.signIn(user);
    seen.logins += 1;
    if (!(await isServed(held))) seen.failed += 1;
  }
  return { ...seen, plainMs, renewedMs };
}
