import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attack, judgeMutants } from './judge-mutants.ts';
import type { Mutant } from './mutants.ts';
import type { ReferenceTrial } from './reference-trial.ts';

const mutant = (id: string, file = `servers/${id}.ts`): Mutant => {
  return { id, file, line: 1, mutator: 'BlockStatement', original: '{}', replacement: '' };
};
const attacks = { cheap: 10, dear: 90 } as const;

/** Servers on which an attack succeeds where the mutants named beside it are active. */
function servers(holes: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const attack: Attack = async (active, { attacks: ids, except = [], quick }) => {
    const names = Object.keys(attacks).filter((id) => (ids?.includes(id) ?? true) && !except.includes(id));
    asked.push(`${active.join('+')}${quick ? ' quick' : ''}: ${names.join(' ')}`);
    return names.map((id): ReferenceTrial => {
      const succeeded = active.some((one) => holes[id]?.includes(one));
      const trial = {
        attack: id,
        expected: 'blocked',
        durationMs: attacks[id as 'cheap'],
        because: 'so it was',
      } as const;
      if (active.includes('dead')) return { ...trial, outcome: 'inconclusive', because: 'it did not get ready' };
      return { ...trial, outcome: succeeded ? 'succeeded' : 'blocked' };
    });
  };
  return { asked, attack };
}

async function judged(mutants: readonly Mutant[], attack: Attack) {
  const found: string[][] = [];
  for await (const one of judgeMutants(mutants, async () => ['session'], attack))
    found.push([one.id, one.state === 'caught' ? one.by : one.state]);
  return found;
}

describe('mutants', () => {
  it('are tried with what is cheap by themselves, then together, and by halves where something came out otherwise', async () => {
    const { asked, attack } = servers({ cheap: ['b'], dear: ['c'] });
    assert.deepEqual(await judged([mutant('a'), mutant('b'), mutant('c')], attack), [
      ['b', 'session, cheap: so it was'],
      ['c', 'session, dear: so it was'],
      ['a', 'survived'],
    ]);
    assert.deepEqual(asked, [
      'a quick: cheap dear',
      'b quick: cheap',
      'c quick: cheap',
      'a+c: dear',
      'a: dear',
      'c: dear',
      'a: dear',
    ]);
  });

  it('of one place are not active together: the one may hide the other', async () => {
    const { asked, attack } = servers({});
    await judged([mutant('a', 'servers/x.ts'), mutant('b', 'servers/x.ts')], attack);
    assert.deepEqual(asked, ['a quick: cheap dear', 'b quick: cheap', 'a: ', 'b: dear']);
  });

  it('whose servers do not start, twice, count for nothing', async () => {
    const { asked, attack } = servers({});
    assert.deepEqual(await judged([mutant('dead')], attack), [['dead', 'does not start']]);
    assert.deepEqual(asked, ['dead quick: cheap dear', 'dead quick: cheap dear']);
  });

  it('that leave a request without an answer are noticed where that is so twice', async () => {
    let times = 0;
    const silent = { attack: 'cheap', expected: 'blocked', durationMs: 1, breaksContract: true } as const;
    const attack: Attack = async (_, { attacks: ids }) => {
      times += ids?.includes('cheap') ? 1 : 0;
      if (ids === undefined && times === 0)
        return [{ ...silent, outcome: 'inconclusive', because: 'POST /login had no answer (503)' }];
      return [];
    };
    assert.deepEqual(await judged([mutant('a')], attack), [['a', 'survived']]);
  });
});
