import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { openLivePage } from './live-page.ts';

interface Asked {
  readonly method?: string;
  readonly host?: string;
}

/** Status and body of an answer. */
async function ask(address: string, { method = 'GET', host }: Asked = {}): Promise<[status: number, body: string]> {
  const sent = request(address, { method, agent: false, ...(host && { headers: { host } }) }).end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const part of response) body += part;
  return [response.statusCode, body];
}

/** A follower of the page: what it was sent, message by message, and whether that has ended. */
async function follow(address: string) {
  const sent = request(`${address}events`, { agent: false }).end();
  const [response] = await once(sent, 'response');
  const seen = { messages: [] as string[], hasEnded: false };
  let rest = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    const whole = (rest + part).split('\n\n');
    rest = whole.pop() ?? '';
    seen.messages.push(...whole);
  });
  response.on('end', () => {
    seen.hasEnded = true;
  });
  return seen;
}

/** Waits for what has to come, as long as the test may take. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await soon();
}

/** How a connection ends that nobody should accept. */
async function refusal(host: string, port: string): Promise<string> {
  const socket = connect({ host, port: Number(port) });
  const [error] = await Promise.race([
    once(socket, 'error'),
    once(socket, 'connect').then(() => [{ code: 'accepted' }]),
  ]);
  socket.destroy();
  return error.code;
}

describe('the live page', () => {
  it('is served on 127.0.0.1 and on no other address of the machine', async () => {
    await using page = await openLivePage();
    const { hostname, port } = new URL(page.address);
    assert.equal(hostname, '127.0.0.1');
    assert.equal((await ask(page.address))[0], 200);
    assert.equal(await refusal('127.0.0.2', port), 'ECONNREFUSED');
  });

  it('answers nobody who asks for it by another name, and nothing but questions', async () => {
    await using page = await openLivePage();
    assert.deepEqual(await ask(page.address, { host: 'evil.example' }), [403, '']);
    assert.deepEqual(await ask(page.address, { method: 'POST' }), [405, '']);
    assert.deepEqual(await ask(`${page.address}results.json`), [404, '']);
  });

  it('tells how far the run is, what it does, what failed and what has no verdict; what a server said is text', async () => {
    await using page = await openLivePage();
    const { progress } = page;
    const seen = await follow(page.address);
    progress.say('seed 7');
    progress.begin(4, 60_000);
    progress.cellStarted('micro/random-id', 'micro');
    const cell = { state: 'done', durationMs: 10, failed: undefined } as const;
    progress.cellDone({ ...cell, id: 'a/jwt', state: 'inconclusive', summary: '<img src=x>' });
    progress.cellDone({ ...cell, id: 'b/jwt', summary: '<b>it</b> was believed', failed: 'the attack broke through' });
    await until(() => seen.messages.length === 2);
    const last = seen.messages.at(-1) ?? '';
    assert.match(last, /2 of 4 tests are done/);
    assert.match(last, /<h2>Failed: 1 test<\/h2>/);
    assert.match(last, /<code>b\/jwt<\/code> the attack broke through: &#60;b&#62;it/);
    assert.match(last, /<li>timing: random id<\/li>/);
    assert.match(last, /Without a verdict: 1 test</);
    assert.match(last, /<li><code>a\/jwt<\/code> &#60;img src=x&#62;<\/li>/);
    assert.match(last, /<li>seed 7<\/li>/);
    // who comes later, or without script, sees the same
    assert.match((await ask(page.address))[1], /2 of 4 tests are done/);
  });

  it('is sent nothing while something is measured, and afterwards all of it at once', async () => {
    await using page = await openLivePage();
    const { progress } = page;
    const seen = await follow(page.address);
    await until(() => seen.messages.length === 1);
    await progress.measured(async () => {
      progress.begin(9, 60_000);
      progress.cellDone({ id: 'a/jwt', state: 'done', summary: '', durationMs: 10, failed: undefined });
      // a round trip: what had been sent would be here
      await ask(page.address);
      assert.equal(seen.messages.length, 1);
    });
    await until(() => seen.messages.length === 2);
    assert.match(seen.messages[1] ?? '', /1 of 9 tests are done/);
    await ask(page.address);
    assert.equal(seen.messages.length, 2);
  });

  it('ends with the run: it says so to whoever follows it, and its port is closed', async () => {
    const page = await openLivePage();
    const seen = await follow(page.address);
    await page[Symbol.asyncDispose]();
    await until(() => seen.hasEnded);
    assert.match(seen.messages.at(-1) ?? '', /^event: end\ndata: .*The run has ended, and this page with it\./);
    assert.equal(await refusal('127.0.0.1', new URL(page.address).port), 'ECONNREFUSED');
  });
});
