/**
 * Asks until the answer can be used.
 * @param problemOf what is wrong with an answer, or undefined; every one will do where it is absent
 * @returns the answer without blanks around it; undefined once there are no more lines
 */
export type Ask = (
  question: string,
  problemOf?: (text: string) => Promise<string | undefined> | string | undefined,
) => Promise<string | undefined>;
