/**
 * Keeps work for later that must have begun before what brings its end about, such as listening for an exit. Should it
 * fail while something else is awaited, whoever awaits it in the end hears of it, and the process goes on until then.
 */
export function later<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
