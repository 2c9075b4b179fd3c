export interface Skipped {
  readonly where: string;
  readonly what: string;
  readonly because: string;
}

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skipped[];
  readonly failedFiles: readonly string[];
  readonly tookMs: number;
}

/** The end of `npm test`: what was not tried, under its reason, and the count last. */
export function closingLines({ passed, failed, skipped, failedFiles, tookMs }: TestSummary): string {
  const reasons = [...new Set(skipped.map(({ because }) => because))];
  const lines = reasons.flatMap((reason) => {
    const here = skipped.filter(({ because }) => because === reason);
    const each = isAskedFor(reason) ? [] : here.map(({ where, what }) => `    ${where}: ${what}`);
    return ['', `skipped ${here.length}: ${reason}`, ...each];
  });
  const again = failed === 0 ? [] : ['', 'once more:', ...failedFiles.map((file) => `    npm test -- ${file}`)];
  const count = `${passed} passed, ${failed} failed, ${skipped.length} skipped in ${duration(tookMs)}`;
  return `${[...lines, ...again, '', count].join('\n')}\n`;
}

/** What `--test-name-pattern` leaves out, as some versions of node call it: whoever gave it knows, and wants the others. */
function isAskedFor(reason: string): boolean {
  return reason.startsWith('test name ');
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
