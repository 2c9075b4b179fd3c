/** Seconds for what is told in parts of them, all else as it is; twelve digits, so that the division leaves no tail of its own. */
export function inBaseUnit({ unit, value }: { unit: string; value: number }): { unit: string; value: number } {
  const perSecond = unit === 'us' ? 1e6 : unit === 'ms' ? 1e3 : undefined;
  return perSecond ? { unit: 's', value: Number((value / perSecond).toPrecision(12)) } : { unit, value };
}
