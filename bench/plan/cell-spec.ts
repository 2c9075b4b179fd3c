import { type CellFacts, cellId } from '../../reports/results/cell.ts';

/** One cell of the run's table: brought up, checked, driven and recorded by itself. */
export interface CellSpec {
  /** Made of its facts. */
  readonly id: string;
  readonly facts: CellFacts;
}

export function cellSpec(facts: CellFacts): CellSpec {
  return { id: cellId(facts), facts };
}
