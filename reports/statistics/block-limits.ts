/** A block of load outside these is thrown away, not corrected. */
export const blockLimits = {
  /**
   * Of the offered rate, at least. Where cores are scarce, answers of any slice of a quarter of a second come some ms later
   * at its end than at its beginning: that is 1 or 2 %, and no target that falls behind.
   */
  achievedRatio: 0.95,
  generatorCores: 0.7,
  littlesLawDeviation: 0.1,
  /** Of the generator, 99th percentile. */
  loopDelayUs: 25_000,
  /** Of the cores that they may use, what saturated servers want at least. */
  saturatedShare: 0.8,
} as const;
