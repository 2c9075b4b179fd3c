/** A block of load outside these is thrown away, not corrected. */
export const blockLimits = {
  /** Of the offered rate, at least. */
  achievedRatio: 0.99,
  generatorCores: 0.7,
  littlesLawDeviation: 0.1,
  /** Of the generator, 99th percentile. */
  loopDelayUs: 25_000,
  /** Of the cores that they may use, what saturated servers want at least. */
  saturatedShare: 0.8,
} as const;
