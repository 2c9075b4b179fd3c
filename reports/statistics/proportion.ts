/** The 95 % interval of a proportion, by Wilson's score: it holds where the proportion is near 0 or 1 too. */
export function proportion(count: number, of: number): { readonly low: number; readonly high: number } {
  const z = 1.96;
  const p = count / of;
  const middle = p + (z * z) / (2 * of);
  const half = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { low: Math.max(0, middle - half) / whole, high: (middle + half) / whole };
}
