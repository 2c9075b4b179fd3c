import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { openAccounts } from './accounts/accounts-file.ts';
import { createApp } from './app.ts';
import { discover, find } from './discover.ts';
import { floorServer } from './floor.ts';
import { ConfigError } from './http/errors.ts';
import { connectionLimits } from './http/limits.ts';
import { log } from './log.ts';
import type { AuthServer, Parts, Scheme } from './scheme.ts';
import { type EnvironmentVariables, fromEnvironment } from './settings.ts';
import { memoryStore } from './store/memory.ts';
import type { Store } from './store/store.ts';
import type { Variation } from './variation.ts';
import type { Weakness } from './weakness.ts';

const FLOOR = 'floor';
const schemes = new URL('./schemes/', import.meta.url);
const weaknesses = new URL('./weaknesses/', import.meta.url);
const variations = new URL('./variations/', import.meta.url);

const Process = z
  .object({
    SCHEME: z.string(),
    WEAKNESS: z.string().optional(),
    VARIATION: z.string().optional(),
    STORE_URL: z
      .string()
      .regex(/^(memory:|rediss?:\/\/.+|unix:\/.+)$/, 'give memory:, redis://host:port or unix:/path')
      .default('memory:'),
    ACCOUNTS_FILE: z.string(),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    AUTHBENCH_ALLOW_WEAK: z.string().optional(),
  })
  .refine((env) => !isWeak(env) || (env.AUTHBENCH_ALLOW_WEAK === '1' && isLoopback(env.HOST)), {
    path: ['WEAKNESS'],
    message: 'a weakened server needs AUTHBENCH_ALLOW_WEAK=1 and a loopback HOST',
  });
type Process = z.infer<typeof Process>;

/** A server that listens. */
export interface RunningServer {
  readonly http: Server;
  readonly port: number;
  /** Gives back what it held, once no request needs it. */
  release(): Promise<void>;
}

/**
 * Builds the server that an environment describes, and listens.
 * @throws ConfigError naming every variable that cannot be used.
 */
export async function startServer(environment: EnvironmentVariables): Promise<RunningServer> {
  const env = readProcess(environment);
  const scheme = await findScheme(env.SCHEME);
  const settings = fromEnvironment(environment, scheme?.defaults);
  const store = await openStore(env.STORE_URL, scheme?.traits.store ?? 'never', settings.storeTimeoutMs);
  const accounts = openAccounts(env.ACCOUNTS_FILE);
  const parts: Parts = { settings, store, accounts };
  const variation = await findVariation(env, scheme);
  const auth = await serve(env, scheme, variation, parts);
  const app = variation?.app ? await variation.app(parts, env.STORE_URL) : createApp(auth, parts);

  const http = createServer({ ...connectionLimits, ...auth.http }, app.callback());
  await once(http.listen(env.PORT, env.HOST), 'listening');
  const { port } = http.address() as AddressInfo;
  const weak = isWeak(env) ? { WEAKENED: env.WEAKNESS ?? env.VARIATION ?? FLOOR } : {};
  log('listening', { scheme: env.SCHEME, ...weak, host: env.HOST, port, store: store.kind, pid: process.pid });
  return {
    http,
    port,
    async release() {
      await auth.close?.();
      await store.close();
      accounts[Symbol.dispose]();
    },
  };
}

function readProcess(environment: EnvironmentVariables): Process {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Process.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError([...problems, ...settingsProblems(environment)]);
}

function settingsProblems(environment: EnvironmentVariables): readonly string[] {
  try {
    fromEnvironment(environment);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [];
  }
}

/** @returns undefined for the floor, which is no scheme. */
async function findScheme(id: string): Promise<Scheme | undefined> {
  if (id === FLOOR) return undefined;
  const scheme = await find<Scheme>(schemes, id);
  if (!scheme) throw new ConfigError([`SCHEME: give one of ${await idsIn(schemes)}`]);
  return scheme;
}

async function findVariation({ VARIATION }: Process, scheme: Scheme | undefined): Promise<Variation | undefined> {
  if (VARIATION === undefined) return undefined;
  const variation = await find<Variation>(variations, VARIATION);
  if (!variation) throw new ConfigError([`VARIATION: give one of ${await idsIn(variations)}`]);
  if (scheme && variation.appliesTo(scheme.traits)) return variation;
  throw new ConfigError([`VARIATION: ${scheme?.id ?? FLOOR} cannot have ${VARIATION}`]);
}

async function serve(
  { WEAKNESS }: Process,
  scheme: Scheme | undefined,
  variation: Variation | undefined,
  parts: Parts,
): Promise<AuthServer> {
  if (!scheme) return floorServer;
  if (!WEAKNESS) return variation?.serve ? variation.serve(scheme, parts) : scheme.serve(parts);
  const weakness = await find<Weakness>(weaknesses, WEAKNESS);
  if (!weakness) throw new ConfigError([`WEAKNESS: give one of ${await idsIn(weaknesses)}`]);
  if (!weakness.appliesTo(scheme.traits)) throw new ConfigError([`WEAKNESS: ${scheme.id} cannot have ${WEAKNESS}`]);
  return weakness.serve(scheme, parts);
}

async function idsIn(folder: URL): Promise<string> {
  return [...(await discover(folder)).keys()].join(', ');
}

/** A scheme that never asks the store neither depends on one nor carries a client for it in its memory. */
async function openStore(url: string, use: Scheme['traits']['store'], timeoutMs: number): Promise<Store> {
  if (use === 'never' || url === 'memory:') return memoryStore();
  const { redisStore } = await import('./store/redis.ts');
  return redisStore(url, timeoutMs);
}

/** A variation is there to be measured, and may lack what hardens the reference. */
function isWeak(env: { SCHEME: string; WEAKNESS?: string | undefined; VARIATION?: string | undefined }): boolean {
  return env.SCHEME === FLOOR || env.WEAKNESS !== undefined || env.VARIATION !== undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
