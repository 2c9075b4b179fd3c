import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { balancerPorts } from './balancer-ports.ts';

const root = new URL('../../../../', import.meta.url);

describe('the balancer of docker-compose.yml', () => {
  it('listens for each server of it twice, one port after the other, and all are published', async () => {
    const { services } = parse(await readFile(new URL('docker-compose.yml', root), 'utf8'), { merge: true });
    const servers = Object.keys(services).filter((name) => services[name].environment?.SCHEME === name);
    assert.ok(servers.length > 0);
    const ports = await balancerPorts();
    assert.deepEqual([...ports.keys()], ['stats', ...servers, ...servers.map((name) => `${name}-sticky`)]);
    const [first = 0] = ports.values();
    assert.deepEqual(
      [...ports.values()],
      Array.from(ports, (_, i) => first + i),
    );
    const last = first + ports.size - 1;
    assert.deepEqual(services.balancer.ports, [`127.0.0.1:\${PORTS:-${first}-${last}}:${first}-${last}`]);
  });
});
