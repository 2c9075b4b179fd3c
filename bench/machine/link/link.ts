import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../errors.ts';
import { end, heard } from '../child.ts';

/** A TCP link to a server, in a process of its own, that can be made long and can be broken. */
export interface Link extends AsyncDisposable {
  /** The address to use instead of the server's own. */
  readonly url: string;
  readonly pid: number;
  /** What each byte is late from now on, in ms each way and to a fraction of one. A connection is opened undelayed. */
  delay(oneWayMs: number): Promise<void>;
  /** Resets every connection (RST); new ones are taken. */
  reset(): Promise<void>;
  /** Resets every connection and each new one, until `heal`. */
  cut(): Promise<void>;
  heal(): Promise<void>;
  /** Leads to another server from now on. Connections that are open stay where they are until they are reset. */
  lead(server: string): Promise<void>;
}

export type RelayCommand =
  | { readonly delayMs: number }
  | { readonly reset: true }
  | { readonly cut: boolean }
  | { readonly to: Address };

export interface Address {
  readonly host: string;
  readonly port: number;
}

const relay = fileURLToPath(new URL('./relay-process.js', import.meta.url));

/**
 * @param server `scheme://host:port…`; the link's url differs in host and port alone.
 * @param within words that run a program elsewhere than here; the url is then for those who are there too.
 */
export async function openLink(server: string, signal: AbortSignal, within: readonly string[] = []): Promise<Link> {
  const [execPath = process.execPath, ...execArgv] = [...within, process.execPath];
  const child = fork(relay, [JSON.stringify(addressOf(server))], {
    detached: true,
    execPath,
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const dispose = () => end(child, 'SIGKILL');
  const url = new URL(server);
  try {
    const port = await heard(child, signal);
    if (typeof port !== 'number' || child.pid === undefined) throw new BenchError('AB-E302');
    url.hostname = '127.0.0.1';
    url.port = String(port);
  } catch (error) {
    await dispose();
    throw error;
  }
  /** One command at a time: the next message of the relay is the answer to it. */
  let turn: Promise<unknown> = Promise.resolve();
  const tell = (command: RelayCommand): Promise<void> => {
    const told = turn.then(async () => {
      if (!child.connected) throw new BenchError('AB-E302', 'the link to a server has ended');
      const answered = heard(child, signal);
      child.send(command);
      await answered;
    });
    turn = told.catch(() => {});
    return told;
  };
  return {
    url: url.href,
    pid: child.pid,
    delay: (delayMs) => tell({ delayMs }),
    reset: () => tell({ reset: true }),
    cut: () => tell({ cut: true }),
    heal: () => tell({ cut: false }),
    lead: (to) => tell({ to: addressOf(to) }),
    [Symbol.asyncDispose]: dispose,
  };
}

function addressOf(server: string): Address {
  const { hostname, port } = new URL(server);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
