/** A refusal. The message is for the client: it never repeats what the request held. */
export class HttpError extends Error {
  readonly status: number;
  /** Stable: clients may compare it. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** To whom a request speaks for nobody, or for nobody any more. */
export function logInFirst(): HttpError {
  return new HttpError(401, 'unauthenticated', 'Log in first.');
}

/** The process must not start as it was told. `problems` names every reason, without a secret. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
