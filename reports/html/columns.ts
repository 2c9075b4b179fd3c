/** Records that have most of their fields in common, without the names of those: what is missing is an empty list. */
export interface Columns {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const missing: readonly never[] = [];

export function toColumns(records: readonly object[]): Columns {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    names,
    rows: records.map((record) =>
      names.map((name) => (record as Record<string, unknown>)[name] ?? absent(record, name)),
    ),
  };
}

export function fromColumns<T>({ names, rows }: Columns): T[] {
  return rows.map(
    (row) =>
      Object.fromEntries(names.flatMap((name, place) => (isMissing(row[place]) ? [] : [[name, row[place]]]))) as T,
  );
}

function absent(record: object, name: string): null | typeof missing {
  return (record as Record<string, unknown>)[name] === null ? null : missing;
}

function isMissing(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
