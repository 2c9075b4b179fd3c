/**
 * Arms that take turns in the same rounds sit at one table. What two tables recorded lies minutes apart, and rounds of the
 * same number have nothing in common: neither is ever judged by the other. An arm's name says where it sits.
 */
export type Table = 'load' | 'sensitivity' | 'search' | 'ladder' | `confirm-${number}`;

/** The table of an arm, and what it is called there: `main` for `confirm-1:main`. */
export function seatOf(arm: string): { readonly table: Table; readonly name: string } {
  const [, prefix, name = arm] = /^(sensitivity|rate|confirm-\d+):(.*)$/.exec(arm) ?? [];
  if (prefix === undefined) return { table: arm === 'slo' ? 'search' : 'load', name };
  return { table: prefix === 'rate' ? 'ladder' : (prefix as Table), name };
}

export function isAt(table: Table): (sample: { readonly arm: string }) => boolean {
  return ({ arm }) => seatOf(arm).table === table;
}
