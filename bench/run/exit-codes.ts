/** Every way in which the command line ends. Several may apply: the first in this table wins, a proven failure before an unmeasurable one. */
export const exitCodes = {
  internal: { code: 70, means: 'internal error: a fault of the bench itself' },
  unavailable: { code: 69, means: 'a needed part is missing (store, port, disk space, Node version)' },
  usage: { code: 64, means: 'usage or configuration error; nothing was started' },
  terminated: { code: 143, means: 'ended by SIGTERM; what was finished is in the report' },
  interrupted: { code: 130, means: 'interrupted by Ctrl-C; what was finished is in the report' },
  failed: { code: 1, means: 'a required gate failed with confidence' },
  invalid: { code: 3, means: 'the measurement behind a required gate is invalid, or runs cannot be compared' },
  undecided: {
    code: 2,
    means:
      'a required gate could not be decided, a scheme answered nothing, or the run went on for as long as any may; none failed',
  },
  ok: { code: 0, means: 'completed; every required gate was met' },
} as const;

export type ExitReason = keyof typeof exitCodes;

/** Of a run that a signal told to stop, whose name it aborts with; or a failure of its own; or that it took too long. */
export function stoppedBy({ reason }: Pick<AbortSignal, 'reason'>): ExitReason {
  if (reason instanceof Error) return 'internal';
  if (reason === 'overtime') return 'undecided';
  return reason === 'SIGTERM' ? 'terminated' : 'interrupted';
}

/** The reason that outranks the others. */
export function strongest(reasons: readonly ExitReason[]): ExitReason {
  return (Object.keys(exitCodes) as ExitReason[]).find((reason) => reasons.includes(reason)) ?? 'ok';
}
