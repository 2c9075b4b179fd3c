import type { Command } from 'commander';
import type { Everything } from '../plan/catalogue.ts';

/** What a command is added to and works with. */
export interface Cli {
  readonly program: Command;
  /** Reads whatever there is to run, once; asked for by those alone who need it, since it takes a moment. */
  catalogue(): Promise<Everything>;
  /** As given, to be repeated in a report. */
  readonly args: readonly string[];
  /** The code that the process ends with; 0 where a command says nothing. */
  exit(code: number): void;
}
