/** What the contract and each attack come to in the servers of a scheme, as long as these are sound. */
export interface Survey {
  readonly scheme: string;
  /** Ids of the mutants that a server comes to as it starts: whatever is done to it then depends on them. */
  readonly start: readonly string[];
  readonly contract: readonly string[];
  readonly attacks: readonly SurveyedAttack[];
}

export interface SurveyedAttack {
  readonly attack: string;
  readonly reached: readonly string[];
  /** Processor time and waiting alike. */
  readonly durationMs: number;
  /** Whether it came out on these servers as it should, or not at all: another verdict would say nothing of a mutant. */
  readonly holds: boolean;
  /** Whether it is made on the one server that most share which need neither a wait nor a process of their own. */
  readonly quick: boolean;
}

/** Asked of surveys, by id of mutant and scheme. */
export interface Surveyed {
  /** Whether anything at all comes to it. */
  isReached(mutant: string, scheme: string): boolean;
  /** Attacks that cannot notice it: they never come to it, or come out otherwise without it too. What was not surveyed may. */
  idle(mutant: string, scheme: string): readonly string[];
  /** Quick ones that come to it, the cheapest first; one of them where the contract alone does, which is tried before each. */
  cheapest(mutant: string, scheme: string): readonly string[];
}

export function surveyed(surveys: readonly Survey[]): Surveyed {
  const all = new Map(
    surveys.map(({ scheme, start, contract, attacks }) => [
      scheme,
      {
        start: new Set(start),
        contract: new Set(contract),
        attacks: attacks
          .map(({ reached, ...of }) => ({ ...of, reached: new Set(reached) }))
          .toSorted((a, b) => a.durationMs - b.durationMs),
      },
    ]),
  );
  const known = (scheme: string) => {
    const one = all.get(scheme);
    if (!one) throw new RangeError(`${scheme} was not surveyed`);
    return one;
  };
  const idle: Surveyed['idle'] = (mutant, scheme) => {
    const { start, attacks } = known(scheme);
    return attacks
      .filter(({ reached, holds }) => !holds || !(start.has(mutant) || reached.has(mutant)))
      .map(({ attack }) => attack);
  };
  return {
    idle,
    isReached(mutant, scheme) {
      const { start, contract, attacks } = known(scheme);
      return start.has(mutant) || contract.has(mutant) || attacks.some(({ reached }) => reached.has(mutant));
    },
    cheapest(mutant, scheme) {
      const { attacks, contract } = known(scheme);
      const quick = attacks.filter((one) => one.quick && one.holds).map(({ attack }) => attack);
      const coming = quick.filter((attack) => !idle(mutant, scheme).includes(attack));
      return coming.length === 0 && contract.has(mutant) ? quick.slice(0, 1) : coming;
    },
  };
}
