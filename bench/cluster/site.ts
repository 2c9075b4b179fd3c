import type { Results } from '../../reports/results.ts';
import { BenchError } from '../errors.ts';
import type { RunOptions } from '../options.ts';
import { findProgram } from '../store/find-program.ts';
import type { ClusterDriver } from './cluster.ts';
import { behindHaproxy } from './haproxy/behind-haproxy.ts';
import { haproxyVersion } from './haproxy/version.ts';
import { processes } from './processes.ts';

/** Where a run's instances live. */
export interface Site {
  readonly topology: Results['run']['topology'];
  readonly clusters: ClusterDriver;
}

/** @throws BenchError AB-E101 when a program that was asked for is missing. */
export async function openSite({ balancer }: Pick<RunOptions, 'balancer'>): Promise<Site> {
  if (balancer === 'none') return { topology: { cluster: processes.id, balancer }, clusters: processes };
  const program = await findProgram(['haproxy']);
  if (program === undefined) throw new BenchError('AB-E101', 'haproxy is not on PATH');
  return {
    topology: { cluster: processes.id, balancer: await haproxyVersion(program) },
    clusters: behindHaproxy(processes, program),
  };
}
