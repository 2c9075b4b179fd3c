/** The place of one of several that must never act at the same time, and want the same weather: each does a little in turn. */
export interface Slot {
  /**
   * Waits until everyone who is still there asks for its next turn; then they act one after the other. Resolves when the
   * last of them has, with what each of them came to. Rejects with what its own act threw.
   */
  next<T>(act: () => Promise<T>): Promise<{ readonly own: T; readonly all: readonly T[] }>;
  /** The others go on without it. */
  leave(): void;
}

interface Waiting {
  act(): Promise<unknown>;
  resolve(sweep: { readonly own: unknown; readonly all: readonly unknown[] }): void;
  reject(error: unknown): void;
}

/**
 * There and back: every other sweep goes through them in reverse, so that what rises or falls evenly while they act
 * falls on all of them alike.
 */
export function interleave(members: number): readonly Slot[] {
  const present = new Set(Array.from({ length: members }, (_, place) => place));
  const waiting = new Map<number, Waiting>();
  let back = false;

  const sweepWhenAllWait = () => {
    if (waiting.size === 0 || waiting.size < present.size) return;
    const places = [...waiting].sort(([a], [b]) => (back ? b - a : a - b));
    waiting.clear();
    back = !back;
    void sweep(places.map(([, one]) => one));
  };
  return [...present].map((place) => ({
    next<T>(act: () => Promise<T>) {
      return new Promise<{ own: T; all: readonly T[] }>((resolve, reject) => {
        waiting.set(place, { act, resolve: resolve as Waiting['resolve'], reject });
        sweepWhenAllWait();
      });
    },
    leave() {
      present.delete(place);
      sweepWhenAllWait();
    },
  }));
}

async function sweep(members: readonly Waiting[]): Promise<void> {
  const acted: { readonly member: Waiting; readonly own: unknown }[] = [];
  const failed: { readonly member: Waiting; readonly error: unknown }[] = [];
  for (const member of members)
    await member.act().then(
      (own) => acted.push({ member, own }),
      (error: unknown) => failed.push({ member, error }),
    );
  // not before: what it started is ended as soon as it hears, and others act
  for (const { member, error } of failed) member.reject(error);
  const all = acted.map(({ own }) => own);
  for (const { member, own } of acted) member.resolve({ own, all });
}
