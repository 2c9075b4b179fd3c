import { isLoopback } from '../../../reports/text/loopback.ts';
import { BenchError } from '../../errors.ts';
import type { Ask } from './describe/ask.ts';

export interface Permission {
  /** Hosts named with --allow-remote. */
  readonly allowed: readonly string[];
  /** Hosts named with --i-own, where nobody can be asked. */
  readonly owned: readonly string[];
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly ask?: Ask | undefined;
}

/**
 * Nothing but this machine is attacked unless its host was named twice: a bench that is pointed at the wrong server is
 * a weapon.
 * @throws BenchError AB-E009 when it was not
 */
export async function consent(origin: string, { allowed, owned, ask }: Permission): Promise<void> {
  const { hostname } = new URL(origin);
  if (isLoopback(hostname)) return;
  if (!allowed.includes(hostname))
    throw new BenchError('AB-E009', `${hostname} is not this machine, and was not named with --allow-remote`);
  if (owned.includes(hostname)) return;
  const typed = await ask?.(
    `${origin} will be signed in to, attacked and loaded. If it is yours, type its host again:`,
  );
  if (typed?.trim() !== hostname)
    throw new BenchError('AB-E009', `${hostname} was named once, and not again${ask ? ': nothing was sent' : ''}`);
}
