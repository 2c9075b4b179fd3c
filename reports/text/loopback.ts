/**
 * 127.0.0.0/8, ::1 and localhost: what cannot be another machine.
 * @param hostname of a URL
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
