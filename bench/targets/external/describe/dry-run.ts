import { redactText } from '../../../../reports/text/redact.ts';
import { duration } from '../../../../reports/text/wording.ts';
import type { Credential } from '../../../../scenarios/exchange.ts';
import type { StepName } from '../../../../servers/scheme.ts';
import type { Described } from '../described.ts';
import { openTarget } from '../open-target.ts';
import { type OpenOptions, startTarget } from '../start-target.ts';
import { rehearse } from './rehearse.ts';

/**
 * Performs each step of a description once, as its first user, and shows what was sent and what was found in the answer.
 * Then it asks whether the description is true. Secrets are shown as digests.
 * @returns whether it is
 */
export async function dryRun(known: Described, options: OpenOptions, say: (line: string) => void): Promise<boolean> {
  await using site = await startTarget(known, options);
  let held: Credential = {};
  for (const name of order.filter((one) => known.protocol.steps[one])) {
    say(name);
    const { reply } = await rehearse(known, name, held, site.transport, options.signal, say);
    if (reply.failure !== undefined) say(`  failed: ${redactText(reply.failure)}`);
    if (name === 'login' || name === 'refresh') held = reply.credential;
  }
  try {
    await using open = await openTarget(known, options, site);
    const { ttlMs = {} } = open.target.external.description;
    const lives = Object.entries(ttlMs).flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${duration(ms)}`]));
    if (lives.length > 0)
      say(`lifetimes that are in force, as told by the app or the description: ${lives.join(', ')}`);
    const names = open.target.external.users.map(({ id }) => id).join(', ');
    say(
      `the description is true: users are called ${names}; without a credential nobody is; a wrong password is refused${known.protocol.steps.logout ? '; the sign-out was done' : ''}`,
    );
    return true;
  } catch (error) {
    options.signal.throwIfAborted();
    say(`the description is not true: ${redactText(error instanceof Error ? error.message : String(error))}`);
    return false;
  }
}

const order: readonly StepName[] = ['visit', 'login', 'me', 'refresh', 'slow', 'logout'];
