import { type Bounds, boundsAt, type ScaleOutRow } from './bounds.ts';

/** What so many instances would carry if each took of all components what one alone takes of them. Undefined without one alone. */
export function theoryAt(curve: readonly ScaleOutRow[], instances: number): Bounds | undefined {
  return boundsAt(
    curve.filter((row) => row.valid && row.instances === 1),
    instances,
  );
}
