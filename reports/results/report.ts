import type { Results } from './results.ts';

/** One output format: results in, one file's text out. Pure: the same results give the same bytes. */
export interface Format {
  /** The file's name in this folder, and the name `--formats` takes. */
  readonly id: string;
  /** What it writes, and how: one entry per file. */
  readonly files: Readonly<Record<string, (results: Results) => string>>;
  /** What it says on standard output when a run ends; `path` is what to open. */
  readonly print?: (results: Results, where: { readonly path: string }) => string;
}

/** One row of the comparison: a pure judge over results. */
export interface Claim {
  /** The file's name, as in `scaling.session`. */
  readonly id: string;
  readonly scheme: string;
  /** Which part of the comparison it comes from. */
  readonly row: string;
  /** The statement, in our words. */
  readonly statement: string;
  /** Ids of the scenarios and attacks that it reads, and of the claims that are its premises. */
  readonly restsOn: readonly string[];
  /** Of which schemes beyond those of the comparison the same can be asked. */
  beyond?(traits: Results['schemes'][number]['traits']): boolean;
  /** @param scheme another one than its own, which it is then judged of */
  judge(
    results: Results,
    scheme?: string,
  ): Pick<Results['claims'][number], 'state' | 'measured' | 'because' | 'condition' | 'basis' | 'evidence'>;
}
