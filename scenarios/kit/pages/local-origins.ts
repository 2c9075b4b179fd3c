/** What programmers allow for themselves, any program on a visitor's machine can be; none where the target itself is there. */
export function localOrigins(host: string): readonly string[] {
  if (/^(localhost|127\.|\[::1\])/.test(host)) return [];
  return ['http://localhost', 'http://localhost:3000', 'https://localhost:8443', 'http://127.0.0.1:5173'];
}
