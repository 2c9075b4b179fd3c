import { drain } from './http/drain.ts';
import type { EnvironmentVariables } from './settings.ts';
import { type RunningServer, startServer } from './start.ts';

/**
 * Many servers in one process, started and ended as its parent says over the channel: each has its own settings, keys,
 * accounts, connection to the store and port, and shares only the process. It hosts either sound servers or weakened
 * ones, as its own environment says (`AUTHBENCH_ALLOW_WEAK`), and never both.
 */
export type HostCommand =
  | { readonly id: number; readonly start: EnvironmentVariables }
  | { readonly id: number; readonly stop: true };

/** The answer to a command with the same id. */
export type HostReply =
  | { readonly id: number; readonly port: number }
  | { readonly id: number; readonly stopped: true }
  | { readonly id: number; readonly failed: string };

const weak = process.env.AUTHBENCH_ALLOW_WEAK === '1';
const running = new Map<number, RunningServer>();

process.on('disconnect', () => process.exit(0));
// A parent that died while this process was loading has been missed by the line above.
if (!process.connected) process.exit(0);
process.on('message', (command: HostCommand) => {
  void carryOut(command)
    .catch((error: Error): HostReply => ({ id: command.id, failed: error.message }))
    .then((answer) => process.connected && process.send?.(answer));
});

async function carryOut(command: HostCommand): Promise<HostReply> {
  const { id } = command;
  if ('start' in command) {
    const server = await startServer(permitted(command.start));
    running.set(id, server);
    return { id, port: server.port };
  }
  const server = running.get(id);
  running.delete(id);
  if (server) {
    await drain(server.http);
    await server.release();
  }
  return { id, stopped: true };
}

/** What this process was started for decides, not what it is asked. */
function permitted(environment: EnvironmentVariables): EnvironmentVariables {
  if (weak && !environment.WEAKNESS) throw new Error('a host of weakened servers takes no sound one');
  return { ...environment, AUTHBENCH_ALLOW_WEAK: weak ? '1' : '' };
}
