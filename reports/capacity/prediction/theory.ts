import { type Bounds, boundsAt, type ScaleOutRow } from './bounds.ts';

/** What so many instances would carry if each took of a server what one alone takes of it. Undefined without one alone. */
export function theoryAt(curve: readonly ScaleOutRow[], instances: number): Bounds | undefined {
  const valid = curve.filter((row) => row.valid);
  return boundsAt(
    valid,
    instances,
    valid.filter((row) => row.instances === 1),
  );
}
