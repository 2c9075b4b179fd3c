import { readFileSync } from 'node:fs';
import { ConfigError } from './http/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment, with the named secrets read from the files that it gives instead: `TOKEN_KEY_FILE` for `TOKEN_KEY`,
 * which is how orchestrators mount them. A variable is inherited by every child and shown by every inspection; a file
 * is read by whom it was given to (ASVS 5.0 13.3.1).
 * @throws ConfigError naming every file that cannot be read and every secret that is given twice.
 */
export function withSecretFiles(env: Environment, names: readonly string[]): Environment {
  const complete = { ...env };
  const problems: string[] = [];
  for (const name of names) {
    const variable = `${name}_FILE`;
    const path = env[variable];
    if (!path) continue;
    if (env[name]) {
      problems.push(`${variable}: ${name} is given too, leave one of them out`);
      continue;
    }
    try {
      complete[name] = readFileSync(path, 'utf8').trimEnd();
    } catch (error) {
      problems.push(`${variable}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return complete;
}
