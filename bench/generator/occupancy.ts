/**
 * How many connections are busy, added up over the time of a block. What happens to the connections keeps it, by readings
 * of the clock of its own: what the tally was told, and how its histograms hold it, must agree with it by Little's law.
 */
export interface Occupancy {
  begin(): void;
  end(): void;
  /** As if it had never begun at that time. */
  withdraw(beganAt: number): void;
  /** Busy connections times ms, until now. */
  areaMs(): number;
}

export function createOccupancy(): Occupancy {
  let busy = 0;
  let area = 0;
  let changedAt = performance.now();
  const change = (by: number) => {
    const now = performance.now();
    area += busy * (now - changedAt);
    changedAt = now;
    busy += by;
  };
  return {
    begin: () => change(1),
    end: () => change(-1),
    withdraw(beganAt) {
      change(-1);
      area -= changedAt - beganAt;
    },
    areaMs() {
      change(0);
      return area;
    },
  };
}
