import type { StoreEntry, StoreLimit } from '../../scenarios/hooks/store.ts';
import { BenchError, errorLine } from '../errors.ts';
import { age } from './age.ts';
import { createStoreClient, type StoreClient } from './client.ts';
import { add, dump, restore } from './dump.ts';
import { dropAll } from './keys.ts';
import type { Provider, ProviderContext, ProviderId, StoreFaults, StoreServer } from './provider.ts';
import { binary } from './providers/binary.ts';
import { container } from './providers/container.ts';
import { debian } from './providers/debian.ts';
import { embedded } from './providers/embedded.ts';
import { permitted, url } from './providers/url.ts';
import { storeProcess } from './store-process.ts';
import { type StoreTraffic, trafficOf } from './traffic.ts';

/** A shared store for a run, wherever it came from. Disposing leaves nothing of it. */
export interface StoreHandle extends StoreFaults, AsyncDisposable {
  readonly url: string;
  /** The path of its Unix socket; undefined where it has none. */
  readonly socket: string | undefined;
  readonly provider: ProviderId;
  readonly kind: 'redis' | 'valkey' | 'embedded';
  readonly version: string;
  /** Of the store's process; undefined where it is not ours to see. Another one after a restart. */
  readonly pid: number | undefined;
  /** Its process where that is not ours and yet on this machine: it is no other program. Asks the store. */
  seenPid(): Promise<number | undefined>;
  /** The providers before it, and why each was not taken. */
  readonly passed: readonly Passed[];
  /** What this store distorts; null where nothing is known. */
  readonly caveat: string | null;
  /** @throws BenchError AB-E203 when it does not answer. */
  ping(): Promise<void>;
  /** Starts it again, empty, where it is ours and does not answer. @throws BenchError where it stays away. */
  revive(): Promise<void>;
  /** Drops all keys. */
  flush(): Promise<void>;
  /** All keys and what they hold. */
  dump(): Promise<StoreEntry[]>;
  /** Writes what it comes back with after a kill; undefined where it keeps no snapshot. */
  readonly snapshot: (() => Promise<void>) | undefined;
  /** Keys that it has dropped so far since its memory was full. */
  evicted(): Promise<number>;
  /** Puts it back to what an earlier dump showed. */
  restore(entries: readonly StoreEntry[]): Promise<void>;
  /** Puts these beside what is there. */
  add(entries: Iterable<StoreEntry>): Promise<void>;
  /** Lets this much of the life of every key pass at once. */
  age(ms: number): Promise<void>;
  /** Bytes in use for keys, without what its connections take. Undefined where it does not tell. */
  readonly used: (() => Promise<number>) | undefined;
  /** Bounds its memory to this much beyond what it uses now; unbounded where absent. Undefined where it has no such bound. */
  readonly limit: ((limit?: StoreLimit) => Promise<void>) | undefined;
  /** What it was asked and answered so far, without this question. Undefined where it does not tell. */
  readonly traffic: (() => Promise<StoreTraffic>) | undefined;
}

export interface Passed {
  readonly provider: ProviderId;
  readonly because: string;
}

export interface StoreOptions extends Pick<ProviderContext, 'signal' | 'keeps'> {
  readonly log?: ProviderContext['log'];
  readonly allowRemote?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** From the nearest to what the servers meet in production down to what is always there. */
const automatic: readonly Provider[] = [url, binary, container, embedded];
const all: readonly Provider[] = [...automatic, debian];

/**
 * @param requested `auto`, an address (`redis://…`), or the id of one provider.
 * @throws BenchError AB-E201 when no provider holds; AB-E002, AB-E003 and AB-E202 when the address cannot be used.
 */
export async function openStore(requested: string, options: StoreOptions): Promise<StoreHandle> {
  const context = { ...providerContext(requested, options), keeps: options.keeps };
  const passed: Passed[] = [];
  for (const provider of wanted(requested, context)) {
    const available = await provider.available(context);
    options.signal.throwIfAborted();
    if (available !== true) {
      passed.push({ provider: provider.id, because: available });
      continue;
    }
    try {
      return await handle(provider, await provider.start(context), passed);
    } catch (error) {
      // An address is an order, not a suggestion: to go on elsewhere would measure what nobody asked for.
      if (provider === url || options.signal.aborted) throw error;
      passed.push({ provider: provider.id, because: errorLine(error) });
    }
  }
  throw new BenchError('AB-E201', `no store could be brought up with --store ${requested}`, {
    tried: passed.map(({ provider, because }) => `${provider}: ${because}`),
  });
}

/**
 * Whether a store may be asked for so, before anything is started. Asks nobody.
 * @throws BenchError AB-E002 or AB-E003
 */
export function assertStoreOption(requested: string, allowRemote: string | undefined): void {
  const address = addressOf(requested);
  if (address !== undefined) permitted(address, allowRemote);
}

export interface Diagnosis {
  readonly provider: ProviderId;
  readonly state: 'taken' | 'available' | 'unavailable' | 'opt-in';
  readonly because: string;
}

/** Every provider, whether `auto` would take it, and why not. Starts nothing. */
export async function diagnoseStores(options: StoreOptions): Promise<Diagnosis[]> {
  const context = providerContext('auto', options);
  const answers = await Promise.all(
    all.map(async (provider) => ({ provider, available: await provider.available(context) })),
  );
  const taken = answers.find(({ provider, available }) => available === true && automatic.includes(provider));
  return answers.map(({ provider, available }) => {
    if (available !== true) return { provider: provider.id, state: 'unavailable', because: available };
    if (provider === taken?.provider)
      return { provider: provider.id, state: 'taken', because: 'the first that is available' };
    if (!automatic.includes(provider))
      return { provider: provider.id, state: 'opt-in', because: `ask with --store ${provider.id}` };
    return { provider: provider.id, state: 'available', because: `${taken?.provider.id} comes before it` };
  });
}

function providerContext(
  requested: string,
  { signal, log = () => {}, allowRemote, env }: StoreOptions,
): ProviderContext {
  return { signal, log, address: addressOf(requested, env), allowRemote };
}

function addressOf(requested: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (requested === 'auto' || requested === 'url') return env.REDIS_URL || undefined;
  return isProvider(requested) ? undefined : requested;
}

function wanted(requested: string, { address }: ProviderContext): readonly Provider[] {
  if (requested === 'auto') return automatic;
  return address === undefined ? all.filter(({ id }) => id === requested) : [url];
}

function isProvider(requested: string): boolean {
  return all.some(({ id }) => id === requested);
}

/** A store that was brought up elsewhere than on a provider. It is disposed with its handle, and when there is to be none. */
export function adoptStore(server: StoreServer, provider: ProviderId, caveat: string): Promise<StoreHandle> {
  return handle({ id: provider, caveat }, server, []);
}

async function handle(
  provider: Pick<Provider, 'id' | 'caveat'>,
  server: StoreServer,
  passed: readonly Passed[],
): Promise<StoreHandle> {
  const client = createStoreClient(server.url);
  const ping = async () => void (await client.ask('PING'));
  try {
    await ping();
    const facts = await client.info('server');
    return {
      ...identify(provider, facts),
      url: server.url,
      get socket() {
        return server.socket;
      },
      provider: provider.id,
      get pid() {
        return server.pid;
      },
      async seenPid() {
        const known = server.pid === undefined ? await client.info('server') : undefined;
        return known && storeProcess(known);
      },
      passed,
      caveat: facts ? provider.caveat : [provider.caveat, untold].filter(Boolean).join(' '),
      kill: server.faults?.kill ?? refuse,
      restart: server.faults?.restart ?? refuse,
      freeze: server.faults?.freeze ?? refuse,
      thaw: server.faults?.thaw ?? refuse,
      ping,
      async revive() {
        await ping().catch((error) => (server.faults ? server.faults.restart() : Promise.reject(error)));
      },
      dump: () => dump(client),
      restore: (entries) => restore(client, entries),
      add: (entries) => add(client, entries),
      age: (ms) => age(client, ms),
      // what its heap holds is garbage in part
      used: provider.id === embedded.id || !facts ? undefined : () => memoryUsed(client),
      snapshot: server.snapshot,
      evicted: async () => Number((await client.info('stats'))?.get('evicted_keys') ?? 0),
      limit: provider.id === embedded.id ? undefined : (limit) => limitMemory(client, limit),
      async flush() {
        await (server.flush?.() ?? dropAll(client));
      },
      traffic: facts && trafficOf(client),
      async [Symbol.asyncDispose]() {
        client[Symbol.dispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    client[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** What a run lacks whose store answers all that servers ask, and not what only administrators may. */
const untold =
  'The store refuses INFO to its user: its version, the memory it takes and how often it is asked cannot be told.';

function identify(
  { id }: Pick<Provider, 'id'>,
  facts: ReadonlyMap<string, string> | undefined,
): Pick<StoreHandle, 'kind' | 'version'> {
  const valkey = facts?.get('valkey_version');
  if (valkey !== undefined) return { kind: 'valkey', version: valkey };
  return { kind: id === 'embedded' ? 'embedded' : 'redis', version: facts?.get('redis_version') ?? 'unknown' };
}

async function memoryUsed(client: StoreClient): Promise<number> {
  const memory = await client.info('memory');
  return Number(memory?.get('used_memory')) - Number(memory?.get('mem_clients_normal') ?? 0);
}

async function limitMemory(client: StoreClient, limit: StoreLimit | undefined): Promise<void> {
  const used = Number((await client.info('memory'))?.get('used_memory'));
  await client.ask('CONFIG', 'SET', 'maxmemory-policy', limit?.policy ?? 'noeviction');
  await client.ask('CONFIG', 'SET', 'maxmemory', String(limit ? used + limit.extraBytes : 0));
}

async function refuse(): Promise<never> {
  throw new BenchError('AB-E204', 'a store that was given by its address is not ours to break');
}
