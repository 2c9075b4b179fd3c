import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostMs } from '../machine/host-clock.ts';
import { leaseMs } from './control-keys.ts';

/** Who an agent is at the moment: after it was away for longer than its lease it is another one, and owes nothing. */
export interface Presence {
  /** Its id, and what ends all that it does under that name. */
  now(): { readonly id: string; readonly signal: AbortSignal };
  /** The control Redis knew of it at that moment, on `hostMs`. */
  heard(atMs: number): void;
  /** Whether it is an id that this agent has, or had. */
  isMine(id: string): boolean;
  /** Drops what it does. */
  renew(because: string): void;
}

/** @param onAway hears for how long it was away, before it is another one */
export function createPresence(onAway: (ms: number) => void): Presence {
  const ids = new Set<string>();
  const fresh = () => {
    const id = randomBytes(6).toString('hex');
    ids.add(id);
    const stop = new AbortController();
    // all that is under way listens to it
    setMaxListeners(0, stop.signal);
    return { id, stop };
  };
  let current = fresh();
  let heardAt = hostMs();
  const renew = (because: string) => {
    const { stop } = current;
    current = fresh();
    heardAt = hostMs();
    stop.abort(new Error(because));
  };
  return {
    now() {
      const awayMs = hostMs() - heardAt;
      if (awayMs > leaseMs) {
        onAway(awayMs);
        renew('its agent was away');
      }
      return { id: current.id, signal: current.stop.signal };
    },
    heard(atMs) {
      heardAt = atMs;
    },
    isMine: (id) => ids.has(id),
    renew,
  };
}
