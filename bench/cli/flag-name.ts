/** `session-length` as commander calls it. */
export function camelCased(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
