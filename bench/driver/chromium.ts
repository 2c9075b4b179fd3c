import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.ts';
import { deadlineOf } from '../machine/deadline.ts';
import { type GuardedProgram, guarded } from '../machine/guard.ts';
import { later } from '../machine/later.ts';
import { semaphore } from '../machine/semaphore.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { profilesOf } from './profiles.ts';

/**
 * The one Chromium of a run, with the pages of those who attack. It starts when it is first asked for, and anew where it
 * has crashed since.
 */
export interface Chromium extends AsyncDisposable {
  /** @throws BenchError AB-E501 when it cannot be started. */
  running(): Promise<Running>;
  /** Waits until one of a few profiles is free to be opened. */
  seat(): Promise<Disposable>;
}

export interface Running extends AsyncDisposable {
  readonly profiles: ReturnType<typeof profilesOf>;
  readonly pages: PageServer;
  /** Resolves when it has ended and its folder is gone, for whatever reason. */
  readonly exited: Promise<unknown>;
}

const readyWithinMs = 60_000;
/** Pages wait for each other's work; more profiles at once would only make each slower. */
const seats = 3;

/** @param folder made and removed by the guard of the browser; holds the profile. */
export function chromiumAt(executable: string, folder: string, signal: AbortSignal): Chromium {
  let started: Promise<Running> | undefined;
  return {
    seat: semaphore(seats),
    running() {
      started ??= start(executable, folder, signal).then((running) => {
        void running.exited.then(() => {
          started = undefined;
        });
        return running;
      });
      return started;
    },
    async [Symbol.asyncDispose]() {
      const running = await started?.catch(() => undefined);
      await running?.[Symbol.asyncDispose]();
    },
  };
}

async function start(executable: string, folder: string, signal: AbortSignal): Promise<Running> {
  // Imported here: a run without browser attacks does not load it.
  const { chromium } = await import('playwright-core');
  // HOME and TMPDIR too, since Chromium leaves traces there that a profile folder does not contain. It makes a socket in the
  // latter, whose path may have about 100 characters, 45 of them its own.
  const env = { ...process.env, HOME: folder, ...(folder.length <= 50 && { TMPDIR: folder }) };
  const program = await guarded(executable, flags(folder), { folder, env });
  try {
    const endpoint = await endpointOf(program, folder, signal);
    const connection = await chromium.connectOverCDP(endpoint, { timeout: readyWithinMs });
    const pages = await startPageServer();
    const exited = later(program.exited.then(() => pages[Symbol.asyncDispose]()));
    return {
      profiles: profilesOf(connection),
      pages,
      exited,
      async [Symbol.asyncDispose]() {
        await connection.close().catch(() => {});
        await program[Symbol.asyncDispose]();
        await exited;
      },
    };
  } catch (cause) {
    await program[Symbol.asyncDispose]();
    signal.throwIfAborted();
    throw new BenchError('AB-E501', `${executable} did not get ready`, { cause });
  }
}

/** Chromium writes the port that it took, and the path of its socket, into its profile. */
async function endpointOf({ exited }: GuardedProgram, folder: string, signal: AbortSignal): Promise<string> {
  using deadline = deadlineOf(signal, readyWithinMs);
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  for (;;) {
    const text = await readFile(join(folder, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = text.trim().split('\n');
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    if (ended) throw new Error('it ended at once');
    await delay(25, undefined, { signal: deadline.signal });
  }
}

const features = [
  // Here the public internet is on loopback too: a page of the application must be able to reach a stranger's.
  'LocalNetworkAccessChecks',
  'IsolateOrigins',
  'site-per-process',
  'SpareRendererForSitePerProcess',
  'OptimizationHints',
  'MediaRouter',
  'Translate',
];

function flags(folder: string): string[] {
  return [
    '--headless=new',
    `--user-data-dir=${folder}`,
    '--remote-debugging-port=0',
    // Chromium refuses to run its sandbox as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-breakpad',
    '--disable-extensions',
    '--no-first-run',
    '--no-default-browser-check',
    '--password-store=basic',
    '--mute-audio',
    // One renderer for all pages: cookies and CORS are judged in the network process, whoever shares a renderer.
    '--disable-site-isolation-trials',
    '--renderer-process-limit=1',
    '--in-process-gpu',
    `--disable-features=${features.join()}`,
    // Nothing but this machine: neither a page nor the browser itself is to reach anybody else.
    '--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    'about:blank',
  ];
}
