/** What is drawn of a run, and when: never while something is measured. */
export interface HeldBack {
  /** At once, or as soon as nothing is measured any more. */
  draw(): void;
  /** Does what must not be disturbed, also several at once. */
  measured<T>(act: () => Promise<T>): Promise<T>;
}

/** What was held back meanwhile is drawn once, however often it was asked for. */
export function heldBack(show: () => void): HeldBack {
  let [measuring, isStale] = [0, false];
  const draw = () => {
    isStale = measuring > 0;
    if (!isStale) show();
  };
  return {
    draw,
    async measured(act) {
      measuring += 1;
      try {
        return await act();
      } finally {
        measuring -= 1;
        if (isStale) draw();
      }
    },
  };
}
