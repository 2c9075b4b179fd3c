import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';

/**
 * Which mutants the servers of a build have come to, as one byte of a file for each: every server of it writes there, in
 * whichever process it runs, once the file is there.
 */
export const reachFile = 'reached-mutants';

export interface Reach {
  /** Ids of those that were come to since it was last asked. */
  taken(): string[];
}

/** @param path of the file @param size more than the greatest id */
export function openReach(path: string, size: number): Reach {
  writeFileSync(path, Buffer.alloc(size));
  return {
    taken() {
      const marks = readFileSync(path);
      // in place: servers hold it open
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(size));
      closeSync(file);
      return [...marks.entries()].flatMap(([id, mark]) => (mark === 0 ? [] : [String(id)]));
    },
  };
}
