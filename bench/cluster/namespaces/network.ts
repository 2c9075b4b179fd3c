import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { guarded } from '../../machine/guard.ts';

const run = promisify(execFile);

/** Hosts of their own on this machine, each in a network namespace: between each two of them lies a real link. */
export interface Network extends AsyncDisposable {
  /** The words that run a program on a host. */
  within(host: string): readonly string[];
  /** Its address on the network that this machine is on too. */
  front(host: string): string;
  /** Its address on the network of hosts and store alone. */
  back(host: string): string;
  /** Takes its plug out of the back network, or of the other one: packets are lost without a word. */
  cut(host: string, side?: 'front' | 'back'): Promise<void>;
  heal(host: string, side?: 'front' | 'back'): Promise<void>;
}

/** Why this machine cannot have such hosts; undefined where it can. */
export async function lacksNamespaces(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  return run('ip', ['netns', 'list']).then(
    () => undefined,
    () => 'ip (iproute2) is not on PATH, or this kernel has no network namespaces',
  );
}

/**
 * Two bridges in a namespace of their own, and each host with a leg on both. This machine gets one leg, on the front
 * bridge. A guard takes all of it away, however this process ends.
 */
export async function openNetwork(hosts: readonly string[]): Promise<Network> {
  const id = randomBytes(3).toString('hex');
  const name = (host: string) => `authbench-${id}-${host}`;
  const net = 100 + (Number.parseInt(id, 16) % 100);
  const address = (side: 'front' | 'back', index: number) => `10.${net}.${side === 'front' ? 1 : 2}.${index + 1}`;
  const place = (host: string) => {
    const index = hosts.indexOf(host);
    if (index < 0) throw new RangeError(`there is no host ${host}`);
    return index;
  };
  const ip = (...words: string[]) => run('ip', words);
  const plug = (side: 'front' | 'back', end: string) => `${side[0]}-${end}`;
  const all = ['switch', ...hosts].map(name);
  const remove = all.map((each) => `ip netns del ${each}`).join('; ');
  const guard = await guarded('sh', ['-c', `trap '${remove}; exit' TERM; while :; do sleep 60 & wait $!; done`]);

  const lay = async (side: 'front' | 'back', end: string, host: readonly string[], device: string) => {
    await ip('link', 'add', device, ...host, 'type', 'veth', 'peer', 'name', plug(side, end), 'netns', name('switch'));
    await ip('-n', name('switch'), 'link', 'set', plug(side, end), 'master', side, 'up');
  };
  try {
    for (const each of all) await ip('netns', 'add', each);
    for (const side of ['front', 'back']) {
      await ip('-n', name('switch'), 'link', 'add', side, 'type', 'bridge');
      await ip('-n', name('switch'), 'link', 'set', side, 'up');
    }
    for (const [index, host] of hosts.entries()) {
      await ip('-n', name(host), 'link', 'set', 'lo', 'up');
      for (const side of ['front', 'back'] as const) {
        await lay(side, host, ['netns', name(host)], side);
        await ip('-n', name(host), 'addr', 'add', `${address(side, index)}/24`, 'dev', side);
        await ip('-n', name(host), 'link', 'set', side, 'up');
      }
    }
    const own = `ab-${id}`;
    await lay('front', 'own', [], own);
    await ip('addr', 'add', `${address('front', hosts.length)}/24`, 'dev', own);
    await ip('link', 'set', own, 'up');
  } catch (error) {
    await guard[Symbol.asyncDispose]();
    throw error;
  }
  const turn =
    (state: 'up' | 'down') =>
    async (host: string, side: 'front' | 'back' = 'back') =>
      void (await ip('-n', name('switch'), 'link', 'set', plug(side, host), state));
  return {
    within: (host) => ['ip', 'netns', 'exec', name(host)],
    front: (host) => address('front', place(host)),
    back: (host) => address('back', place(host)),
    cut: turn('down'),
    heal: turn('up'),
    [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose](),
  };
}
