/** How long it is until a clock of whole seconds has turned, here and on a server whose clock is a little behind. */
export function untilNextSecondMs(): number {
  return 1_020 - (Date.now() % 1_000);
}
