import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Settings } from '../../servers/settings.ts';
import type { Member } from './member.ts';
import { serversOnAgents } from './servers-on-agents.ts';
import type { InstancesAnswer, TaskReply, Unaddressed } from './task.ts';

const { signal } = new AbortController();
const secrets = { tokenKey: 'the key of tokens', cookieKey: 'the key of cookies' };
const settings = Settings.parse({ ...secrets, retiredKeys: '[1]', retiredCookieKeys: '[2]', accessMs: 7_000 });
const topology = { scheme: 'session', instances: 3, mode: 'shared' as const, settings, watched: true };
const context = { storeUrl: 'redis://127.0.0.1:1', accountsFile: '', logFolder: '', signal };
const usage = (cpuUs: number) => ({ cpuUs, waitUs: 2 * cpuUs, rssBytes: 5 });
const machine = { busyCores: 1, stealCores: 0.01, throttledCores: 0 };

/** Agents that answer as they would, and what each was asked. */
function agents(...names: string[]) {
  const asked: (readonly [name: string, task: Unaddressed])[] = [];
  const brought: string[] = [];
  const wrong = new Map<string, string>();
  const told: InstancesAnswer = {};
  const members = names.map((name, place): Member => {
    const lost = new AbortController();
    return {
      card: { name } as Member['card'],
      lost,
      async ask(task): Promise<TaskReply> {
        asked.push([name, task]);
        const because = wrong.get(`${name} ${'command' in task ? task.command : task.kind}`);
        if (because !== undefined) throw new Error(because);
        if (task.kind === 'bring-up')
          return { origins: Array.from({ length: task.instances }, (_, i) => `http://${name}:${i}`) };
        if (task.kind !== 'instances') return {};
        if (task.command === 'booked') return { booked: task.account === 'user-1' ? 2 + place : 0 };
        if (task.command !== 'tell') return {};
        return {
          loops: [{ delaysUs: [1], cpuUs: 10 + place, firsts: [[40_000 + place, 1_000 + place]] }],
          ...{ processes: [usage(100 * (place + 1))], machine: { ...machine, stealCores: 0.1 * place } },
          ...told,
        };
      },
      async [Symbol.asyncDispose]() {},
    };
  });
  const driver = serversOnAgents({
    roster: {
      of: (role) => (role === 'servers' ? members : []),
      losses: [{ name: 'a7', because: 'its host is gone' }],
    },
    clock: { toHost: (ms) => ms - 900 },
    ...{ run: 'r1', users: 12, seed: '7', brought: (agent, instances) => void brought.push(`${agent} ${instances}`) },
  });
  return { driver, asked, brought, wrong, members, told };
}

describe('servers on agents', () => {
  it('are spread evenly over those that run some, and are reached in turn', async () => {
    const { driver, brought } = agents('a1', 'a2');
    const cluster = await driver.start(topology, context);
    assert.deepEqual(cluster.origins, ['http://a1:0', 'http://a2:0', 'http://a1:1']);
    assert.deepEqual(brought, ['a1 2', 'a2 1']);
    assert.deepEqual(cluster.pids(), [-1, -2, -3]);
    const { driver: single, brought: alone } = agents('a1', 'a2');
    await single.start({ ...topology, instances: 1 }, context);
    assert.deepEqual(alone, ['a1 1']);
  });

  it('are told all settings but keys, and no address of a store', async () => {
    const { driver, asked } = agents('a1');
    await driver.start(topology, context);
    const text = JSON.stringify(asked);
    assert.match(text, /"accessMs":7000/);
    for (const secret of [...Object.values(secrets), '[1]', '[2]', 'redis:']) assert.ok(!text.includes(secret), secret);
  });

  it('tell what they used, which counts as if it had been counted here', async () => {
    const { driver, asked } = agents('a1', 'a2');
    const { watched } = await driver.start({ ...topology, instances: 2 }, context);
    watched?.noteFirsts();
    watched?.begin();
    watched?.end();
    assert.deepEqual(await watched?.tell(signal), {
      loops: [
        { delaysUs: [1], cpuUs: 10, firsts: [[40_000, 100]] },
        { delaysUs: [1], cpuUs: 11, firsts: [[40_001, 101]] },
      ],
      usage: {
        processes: new Map([
          [-1, usage(100)],
          [-2, usage(200)],
        ]),
        machine: { busyCores: 1, stealCores: 0.1, throttledCores: 0 },
      },
    });
    assert.deepEqual(
      asked.flatMap(([name, task]) => (name === 'a2' && 'command' in task ? [task.command] : [])),
      ['note-firsts', 'begin', 'end', 'tell'],
    );
  });

  it('tell what was booked for an account on all of them', async () => {
    const { transfers } = await agents('a1', 'a2').driver.start(topology, context);
    assert.deepEqual([await transfers?.('user-1'), await transfers?.('user-2')], [5, 0]);
  });

  it('tell nothing where one of them does not say', async () => {
    const { driver, told } = agents('a1', 'a2');
    const { watched } = await driver.start(topology, context);
    Object.assign(told, { machine: undefined });
    assert.deepEqual(Object.keys((await watched?.tell(signal)) ?? {}), ['loops']);
    Object.assign(told, { loops: undefined });
    assert.equal(await watched?.tell(signal), undefined);
  });

  it('spoil what is measured, by the name of the agent, where a word did not arrive', async () => {
    const { driver, wrong, members } = agents('a1', 'a2');
    const cluster = await driver.start(topology, context);
    wrong.set('a2 begin', 'nothing was heard of it for 4 s');
    cluster.watched?.begin();
    await assert.rejects(async () => cluster.watched?.tell(signal), {
      code: 'AB-E401',
      message: /a2: nothing was heard of it for 4 s/,
    });
    assert.equal(cluster.isUp(0), true);
    members[1]?.lost.abort();
    assert.equal(cluster.isUp(0), false);
  });

  it('are ended where one does not get ready, and with their cluster', async () => {
    const { driver, wrong, asked } = agents('a1', 'a2');
    const closed = () => asked.flatMap(([name, task]) => ('command' in task && task.command === 'close' ? [name] : []));
    wrong.set('a2 bring-up', 'a server did not get ready');
    await assert.rejects(driver.start(topology, context), {
      code: 'AB-E401',
      message: /a2: a server did not get ready/,
    });
    assert.deepEqual(closed(), ['a1', 'a2']);
    wrong.clear();
    const cluster = await driver.start(topology, context);
    wrong.set('a1 close', 'nothing was heard of it for 4 s');
    await cluster[Symbol.asyncDispose]();
    assert.deepEqual(closed(), ['a1', 'a2', 'a1', 'a2']);
  });

  it('are schemes as they are, and nothing is done to them', async () => {
    const { driver, asked } = agents('a1');
    for (const other of [
      { weakness: 'floor' },
      { variation: 'jwt-es256' },
      { movable: true },
      { node: '/usr/bin/node' },
    ])
      await assert.rejects(driver.start({ ...topology, ...other }, context), /agents run schemes as they are/);
    assert.deepEqual(asked, []);
    const cluster = await driver.start(topology, context);
    await assert.rejects(cluster.kill(0), /nothing else is done to them/);
  });

  it('are none where nobody is left, who was lost last and why being told', async () => {
    await assert.rejects(agents().driver.start(topology, context), {
      code: 'AB-E403',
      message: /no agent that runs servers is left: a7: its host is gone/,
    });
  });
});
