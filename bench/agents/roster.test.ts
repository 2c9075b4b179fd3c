import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type AgentCard, type Role, thisMachine } from './agent-card.ts';
import type { Control } from './control.ts';
import { controlKeys } from './control-keys.ts';
import type { Member } from './member.ts';
import { openRoster } from './roster.ts';

const { signal } = new AbortController();

/** A bench whose control Redis is a map, in which agents are there as soon as their cards are. */
function field() {
  const kept = new Map<string, string>();
  const asked = {
    set: async (key: string, text: string) => {
      kept.set(key, text);
      return 'OK';
    },
    get: async (key: string) => kept.get(key) ?? null,
    mget: async (...keys: (string | string[])[]) => keys.flat().map((key) => kept.get(key) ?? null),
    scan: async () => ['0', [...kept.keys()].filter((key) => key.startsWith(controlKeys.card('')))],
    del: async (...keys: string[]) => void keys.map((key) => kept.delete(key)),
  };
  const said: string[] = [];
  const member = async (card: AgentCard): Promise<Member> => ({
    ...{ card, lost: new AbortController(), ask: async () => ({}) },
    async [Symbol.asyncDispose]() {},
  });
  return {
    said,
    plant(name: string, roles: readonly Role[], change: Partial<AgentCard> = {}) {
      const card = { name, id: `id of ${name}`, ...thisMachine, ...{ cores: 1, serves: 'r1', roles, targets: [] } };
      kept.set(controlKeys.card(name), JSON.stringify({ ...card, clockOffsetMs: 0, roundTripMs: 0, ...change }));
    },
    gone: (name: string) => kept.delete(controlKeys.card(name)),
    open(expect: number) {
      const refuses = ({ name }: AgentCard) => (name === 'other' ? 'its servers would have another store' : undefined);
      const how = { run: 'r1', expect, refuses, say: (text: string) => void said.push(text), signal };
      return openRoster({ asked } as unknown as Control, how, member);
    },
    /** As soon as it has said so. */
    async until(text: RegExp) {
      while (!said.some((one) => text.test(one))) await delay(20);
    },
  };
}

const names = (members: readonly Member[]) => members.map(({ card }) => card.name);

describe('the agents of a run', () => {
  it('are refused at its beginning where one of them is unlike the bench', async () => {
    const one = field();
    one.plant('a1', ['load']);
    one.plant('a9', ['load'], { version: '0.0.1' });
    await assert.rejects(one.open(1), /another version than this bench, which is .*: a9 is 0\.0\.1$/);
    const two = field();
    two.plant('s1', ['servers'], { node: '1.2.3' });
    await assert.rejects(two.open(1), /on another Node\.js than this bench, .*: s1 is 1\.2\.3$/);
  });

  it('go on where one comes later that is unlike the bench: it is left out, and told of once', async () => {
    const { plant, open, said } = field();
    plant('a1', ['load'], { node: '1.2.3' });
    await using roster = await open(1);
    plant('a2', ['load']);
    plant('a9', ['load'], { version: '0.0.1' });
    plant('s9', ['servers'], { node: '1.2.3' });
    plant('other', ['servers']);
    for (let turn = 0; turn < 3; turn += 1) await roster.welcome();
    assert.deepEqual([names(roster.of('load')), names(roster.of('servers'))], [['a1', 'a2'], []]);
    assert.deepEqual(
      said.filter((text) => text.includes('left out')),
      [
        'agents     a9 is left out: its version is 0.0.1',
        'agents     other is left out: its servers would have another store',
        'agents     s9 is left out: its Node.js is 1.2.3',
      ],
    );
  });

  it('share load under the same number for as long as the same ones make it, whoever else comes or is lost', async () => {
    const { plant, open, gone, until } = field();
    for (const name of ['a1', 'a2']) plant(name, ['load']);
    plant('c1', ['cells']);
    await using roster = await open(3);
    const { number } = await roster.team();
    plant('s1', ['servers']);
    await roster.welcome();
    gone('c1');
    await until(/c1 is lost/);
    assert.deepEqual(names(roster.still(number).members), ['a1', 'a2']);
    gone('a2');
    await until(/a2 is lost/);
    assert.throws(() => roster.still(number), /a2 was lost: nothing was heard of it for 4 s/);
    gone('s1');
    await until(/s1 is lost/);
    assert.throws(() => roster.still(number), /a2 was lost: /);
    const { number: next } = await roster.team();
    plant('a3', ['load']);
    await roster.welcome();
    assert.throws(() => roster.still(next), /the agents are others by now/);
    assert.deepEqual(names((await roster.team()).members), ['a1', 'a3']);
  });
});
