import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { passwordOf, userName } from '../../../servers/accounts/seed.ts';
import { find } from '../../../servers/discover.ts';
import type { Scheme } from '../../../servers/scheme.ts';
import { balancerPorts } from '../../cluster/compose/balancer-ports.ts';
import { readCounts, type ServerCounts } from '../../cluster/haproxy/counts.ts';
import { createClient } from '../../driver/client.ts';
import { openTransport, type Transport } from '../../driver/transport.ts';

const schemes = new URL('../../../servers/schemes/', import.meta.url);
const requests = 20;
const readyWithinMs = 120_000;

interface Stack {
  /** The first of the balancer's ports. */
  readonly port: number;
  readonly instances: number;
  readonly ownMemory: boolean;
  readonly secrets: string;
}

/**
 * Asks a stack of docker-compose.yml that is up: one user of each scheme, through each port of the balancer, against
 * what the scheme's store use and the policy let expect. Who answered is what the balancer has counted.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      instances: { type: 'string', default: '2' },
      'own-memory': { type: 'boolean', default: false },
      secrets: { type: 'string', default: '.secrets' },
    },
  });
  const stack = {
    port: Number(values.port),
    instances: Number(values.instances),
    ownMemory: values['own-memory'],
    secrets: values.secrets,
  };
  await using transport = openTransport();
  const [[, first] = ['', 0], ...ports] = [...(await balancerPorts())];
  const proxies = ports.map(([proxy, port]) => ({ proxy, port: stack.port + port - first }));
  await whenUp(stack, proxies);
  for (const { proxy, port } of proxies) {
    const isSticky = proxy.endsWith('-sticky');
    const scheme = await find<Scheme>(schemes, proxy.replace(/-sticky$/, ''));
    if (!scheme) throw new Error(`${proxy}: there is no such scheme`);
    const { refused, answeredBy } = await visit(stack, transport, scheme, port, proxy);
    // An instance that alone knows the session sees every n-th request of a round.
    const lost = stack.ownMemory && !isSticky && scheme.traits.store === 'every-request';
    const expected = {
      refused: lost ? requests - requests / stack.instances : 0,
      answeredBy: isSticky ? 1 : stack.instances,
    };
    const asExpected = refused === expected.refused && answeredBy === expected.answeredBy;
    console.log(
      `${asExpected ? 'ok    ' : 'NOT OK'} ${proxy}: ${refused} of ${requests} requests refused, instances that answered: ${answeredBy}` +
        (asExpected ? '' : `; expected ${expected.refused} and ${expected.answeredBy}`),
    );
    if (!asExpected) process.exitCode = 1;
  }
}

/** Logs in, then asks who that is. @throws when the login is refused. */
async function visit(stack: Stack, transport: Transport, { protocol }: Scheme, port: number, proxy: string) {
  const client = createClient(protocol, `127.0.0.1:${port}`);
  const username = userName(1);
  const seed = await readFile(join(stack.secrets, 'accounts-seed'), 'utf8');
  const values = { username, password: passwordOf(seed, username) };
  const origin = `http://127.0.0.1:${port}`;
  const login = await transport.send(origin, client.request('login', { values }));
  const { subject, credential } = client.read('login', undefined, login);
  if (subject !== username) throw new Error(`${proxy}: the login was answered with ${login.status} ${login.text}`);

  const before = await counts(stack, proxy);
  let refused = 0;
  for (let i = 0; i < requests; i++) {
    const request = client.request('me', { as: credential });
    const cookie = [request.headers.cookie, stickyCookie(login.headers['set-cookie'])].filter(Boolean).join('; ');
    const answer = await transport.send(origin, { ...request, headers: { ...request.headers, cookie } });
    if (client.read('me', credential, answer).subject !== username) refused++;
  }
  const after = await counts(stack, proxy);
  const answeredBy = after.filter(
    ({ server, requests }) => requests > (before.find((earlier) => earlier.server === server)?.requests ?? 0),
  );
  return { refused, answeredBy: answeredBy.length };
}

/** The balancer's own cookie, which is no credential and so none that a scheme's client would hold. */
function stickyCookie(setCookie: string | string[] | undefined): string | undefined {
  return [setCookie ?? []]
    .flat()
    .find((line) => line.startsWith('INSTANCE='))
    ?.split(';')[0];
}

async function whenUp(stack: Stack, proxies: readonly { readonly proxy: string }[]): Promise<void> {
  const deadline = AbortSignal.timeout(readyWithinMs);
  const missing = async () => {
    const up = (await counts(stack).catch(() => [])).filter((server) => server.up && server.passes);
    const counted = (proxy: string) => up.filter((server) => server.proxy === proxy).length;
    return proxies.flatMap(({ proxy }) => (counted(proxy) < stack.instances ? proxy : []));
  };
  for (let waiting = await missing(); waiting.length > 0; waiting = await missing()) {
    if (deadline.aborted) throw new Error(`not ready within ${readyWithinMs / 1000} s: ${waiting.join(', ')}`);
    await delay(250);
  }
}

async function counts({ port }: Stack, proxy?: string): Promise<ServerCounts[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/;csv`, { signal: AbortSignal.timeout(5_000) });
  return readCounts(await answer.text()).filter((server) => proxy === undefined || server.proxy === proxy);
}

await main();
