import type { Results } from '../../reports/results/results.ts';
import { BenchError } from '../errors.ts';
import { findProgram } from '../store/find-program.ts';
import { adoptStore, type StoreHandle } from '../store/open-store.ts';
import type { ClusterDriver } from './cluster.ts';
import { containers } from './compose/containers.ts';
import { openStack } from './compose/stack.ts';
import { behindHaproxy } from './haproxy/behind-haproxy.ts';
import { haproxyVersion } from './haproxy/version.ts';
import { processes } from './processes.ts';

export const clusters = ['processes', 'compose'] as const;
export const balancers = ['none', 'haproxy'] as const;
export type ClusterOption = (typeof clusters)[number];
export type BalancerOption = (typeof balancers)[number];

/** Where a run's instances live. Disposing leaves nothing of it. */
export interface Deployment extends AsyncDisposable {
  readonly topology: Results['run']['topology'];
  readonly clusters: ClusterDriver;
  /** What a reader of the results must know of it, one sentence each. */
  readonly notes: readonly string[];
  /** Where the instances are out of reach of any other. */
  readonly store?: StoreHandle;
}

/** @throws BenchError AB-E101 when a program that was asked for is missing, AB-E304 when containers do not come up. */
export async function openDeployment(
  { cluster, balancer }: { readonly cluster: ClusterOption; readonly balancer: BalancerOption },
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<Deployment> {
  if (cluster === 'compose') return openComposeDeployment(signal, log);
  if (balancer === 'none') return ofProcesses(processes, balancer);
  const program = await findProgram(['haproxy']);
  if (program === undefined) throw new BenchError('AB-E101', 'haproxy is not on PATH');
  return ofProcesses(behindHaproxy(processes, program), await haproxyVersion(program));
}

function ofProcesses(clusters: ClusterDriver, balancer: string): Deployment {
  return { topology: { cluster: 'processes', balancer }, clusters, notes: [], async [Symbol.asyncDispose]() {} };
}

async function openComposeDeployment(signal: AbortSignal, log: (text: string) => void): Promise<Deployment> {
  const stack = await openStack(signal, log);
  try {
    return {
      topology: { cluster: 'compose', balancer: 'haproxy' },
      clusters: containers(stack),
      notes: composeNotes,
      store: await adoptStore(stack.store, 'container', storeCaveat),
      [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
    };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

const composeNotes = [
  'Instances ran as containers of docker-compose.yml behind its HAProxy; load was left out, since Docker’s own network is no part of the question.',
  'Weakened servers ran as processes of this machine, without a balancer: the image holds none.',
];
const storeCaveat = 'The store is a container on the network of the servers. Its CPU and memory are not measured.';
