import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BenchError } from '../../errors.ts';

const run = promisify(execFile);
const answerWithinMs = 30_000;
const mostOutput = 64 * 2 ** 20;

/** @throws BenchError AB-E304 with what Docker had to say. */
export async function docker(words: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const options = { signal, timeout: answerWithinMs, maxBuffer: mostOutput };
    const { stdout, stderr } = await run('docker', [...words], options);
    return words[0] === 'logs' ? stdout + stderr : stdout;
  } catch (error) {
    signal.throwIfAborted();
    throw new BenchError('AB-E304', `docker ${words[0]} failed`, { cause: error });
  }
}

/** The words that run Compose here, or why none can. */
export async function findCompose(signal: AbortSignal): Promise<readonly string[] | string> {
  const answers = (words: readonly string[]) =>
    run(words[0] ?? '', words.slice(1), { signal, timeout: answerWithinMs }).then(
      () => true,
      () => false,
    );
  if (!(await answers(['docker', 'info']))) return 'no Docker daemon answers';
  for (const words of [['docker', 'compose'], ['docker-compose']])
    if (await answers([...words, 'version'])) return words;
  return 'neither docker compose nor docker-compose is installed';
}

/** A container of a service, and where this machine reaches it. */
export interface Container {
  readonly id: string;
  readonly address: string;
}

/** Those that run, in the order in which Compose numbers them. */
export async function containersOf(project: string, service: string, signal: AbortSignal): Promise<Container[]> {
  const label = (name: string, value: string) => ['--filter', `label=com.docker.compose.${name}=${value}`];
  const listed = await docker(['ps', '-q', ...label('project', project), ...label('service', service)], signal);
  const ids = listed.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  const format = `{{.Id}} {{index .Config.Labels "com.docker.compose.container-number"}} {{(index .NetworkSettings.Networks "${project}_inside").IPAddress}}`;
  const lines = (await docker(['inspect', '--format', format, ...ids], signal)).trim().split('\n');
  return lines
    .map((line) => line.split(' '))
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([id = '', , address = '']) => ({ id, address }));
}
