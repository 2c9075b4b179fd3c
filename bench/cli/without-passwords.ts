/** What was typed, for a report: the address of a Redis may hold the password of its user. */
export function withoutPasswords(typed: string): string {
  return typed.replace(/(rediss?:\/\/[^:@\s/]*:)[^@\s]+@/g, '$1***@');
}
