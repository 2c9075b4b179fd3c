import { drainOnSignal } from './http/drain.ts';
import { ConfigError } from './http/errors.ts';
import { withSecretFiles } from './secret-files.ts';
import { startServer } from './start.ts';

/** EX_CONFIG of sysexits.h is 78; 64 is EX_USAGE: the process was started wrongly. */
const EXIT_USAGE = 64;

main().catch((error: Error) => {
  // A configuration's own message holds no secret; whatever else went wrong is for its stack to tell.
  process.stderr.write(`${error instanceof ConfigError ? error.message : error.stack}\n`);
  process.exit(error instanceof ConfigError ? EXIT_USAGE : 1);
});

/** One server, in a process of its own. */
async function main(): Promise<void> {
  // Whoever started this process is gone: so is the reason to run.
  if (process.channel) process.on('disconnect', () => process.exit(0));
  // A parent that died while this process was loading has been missed by the line above.
  if (process.send && !process.connected) process.exit(0);

  const environment = withSecretFiles(process.env, [
    'TOKEN_KEY',
    'TOKEN_RETIRED_KEYS',
    'COOKIE_KEY',
    'COOKIE_RETIRED_KEYS',
  ]);
  const { http, port, release } = await startServer(environment);
  drainOnSignal(http, release);
  process.send?.({ ready: true, port });
}
