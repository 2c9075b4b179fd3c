import { readFile } from 'node:fs/promises';

const configuration = new URL('../../../../bench/cluster/compose/haproxy.cfg', import.meta.url);

/** What the balancer of docker-compose.yml listens for, and on which port inside of its container: the page of its counts first. */
export async function balancerPorts(): Promise<ReadonlyMap<string, number>> {
  const listens = (await readFile(configuration, 'utf8')).matchAll(/^listen (\S+) .*\n +bind :(\d+)$/gm);
  return new Map([...listens].map(([, proxy = '', port]) => [proxy, Number(port)]));
}
