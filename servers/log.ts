/** One JSON line on stdout. Give it codes and ids of accounts only: never a token, a cookie, a password or a body (CWE-532). */
export function log(event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`);
}
