declare const brand: unique symbol;

/**
 * ms on a server whose lifetimes may have been shortened for a test. It is no number to the compiler, so that nobody takes
 * it for what people meet: that is told by `windowOf`, and by nothing else.
 */
export interface TestedMs {
  readonly [brand]: 'ms';
}

export function tested(ms: number): TestedMs {
  return ms as unknown as TestedMs;
}
