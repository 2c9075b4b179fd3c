import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attack, type Judged, judgeMutants } from './judge-mutants.ts';
import type { Mutant } from './mutants.ts';
import type { ReferenceTrial } from './reference-trial.ts';

const mutant = (id: string, file = `servers/${id}.ts`): Mutant => {
  return { id, file, line: 1, mutator: 'BlockStatement', original: '{}', replacement: '' };
};
const attacks = { cheap: 10, dear: 90 } as const;

/** Servers on which an attack succeeds where the mutants named beside it are active, or else comes to no verdict. */
function servers(
  holes: Readonly<Record<string, readonly string[]>>,
  silences: Readonly<Record<string, readonly string[]>> = {},
) {
  const asked: string[] = [];
  const attack: Attack = async (active, { attacks: ids, except = [], untilCaught }) => {
    const names = Object.keys(attacks).filter((id) => (ids?.includes(id) ?? true) && !except.includes(id));
    asked.push(`${active.join('+')}${untilCaught ? ' quick' : ''}: ${names.join(' ')}`);
    const trials = names.map((id): ReferenceTrial => {
      const succeeded = active.some((one) => holes[id]?.includes(one));
      const trial = {
        attack: id,
        expected: 'blocked',
        durationMs: attacks[id as 'cheap'],
        because: 'so it was',
      } as const;
      if (active.some((one) => silences[id]?.includes(one)))
        return { ...trial, outcome: 'inconclusive', because: 'a good sign-in was refused' };
      if (active.includes('dead')) return { ...trial, outcome: 'inconclusive', because: 'it did not get ready' };
      return { ...trial, outcome: succeeded ? 'succeeded' : 'blocked' };
    });
    return { trials, whole: true };
  };
  return { asked, attack };
}

/** Everything comes to every mutant, but for what is named beside an attack. */
function survey(of: { readonly quick: boolean; readonly idle?: Readonly<Record<string, readonly string[]>> }) {
  const idle = (mutant: string) => Object.keys(attacks).filter((id) => of.idle?.[id]?.includes(mutant));
  return {
    isReached: (mutant: string) => idle(mutant).length < Object.keys(attacks).length,
    idle,
    cheapest: (mutant: string) => (of.quick && !idle(mutant).includes('cheap') ? ['cheap'] : []),
  };
}

async function judged(
  mutants: readonly Mutant[],
  attack: Attack,
  how: Partial<Parameters<typeof judgeMutants>[2]> = {},
) {
  const found: string[][] = [];
  const all = { schemesOf: () => ['session'], most: 2, surveyed: survey({ quick: true }), ...how };
  for await (const one of judgeMutants(mutants, attack, all)) found.push([one.id, 'by' in one ? one.by : one.state]);
  return found;
}

describe('mutants', () => {
  it('are tried with what is cheap by themselves, then together, and by halves where something came out otherwise', async () => {
    const { asked, attack } = servers({ cheap: ['b'], dear: ['c'] });
    assert.deepEqual(await judged([mutant('a'), mutant('b'), mutant('c')], attack), [
      ['a', 'left'],
      ['b', 'session, cheap: so it was'],
      ['c', 'left'],
      ['c', 'session, dear: so it was'],
      ['a', 'survived'],
    ]);
    assert.deepEqual(asked, [
      'a quick: cheap',
      'b quick: cheap',
      'b quick: cheap',
      'c quick: cheap',
      'a+c: dear',
      'a: dear',
      'c: dear',
      'c: dear',
      'a: dear',
    ]);
  });

  it('are attacked by what comes to them alone, and by nothing where nothing does', async () => {
    const { asked, attack } = servers({});
    const surveyed = survey({ quick: true, idle: { cheap: ['b', 'c'], dear: ['a', 'c'] } });
    assert.deepEqual(await judged([mutant('a'), mutant('b'), mutant('c')], attack, { surveyed }), [
      ['a', 'left'],
      ['b', 'left'],
      ['c', 'not reached'],
      ['a', 'survived'],
      ['b', 'survived'],
    ]);
    assert.deepEqual(asked, ['a quick: cheap', 'a+b: dear']);
  });

  it('are gone on with where an earlier run was stopped', async () => {
    const { asked, attack } = servers({});
    const known = new Map<string, Judged>([
      ['a', { ...mutant('a'), state: 'survived', undecided: [] }],
      ['b', { ...mutant('b'), state: 'left', schemes: ['session'], passed: ['cheap'] }],
    ]);
    assert.deepEqual(await judged([mutant('a'), mutant('b')], attack, { known }), [['b', 'survived']]);
    assert.deepEqual(asked, ['b: dear']);
  });

  it('of one place are not active together: the one may hide the other', async () => {
    const { asked, attack } = servers({});
    await judged([mutant('a', 'servers/x.ts'), mutant('b', 'servers/x.ts')], attack);
    assert.deepEqual(asked, ['a quick: cheap', 'b quick: cheap', 'a: dear', 'b: dear']);
  });

  it('whose servers do not start, twice, count for nothing', async () => {
    const { asked, attack } = servers({});
    assert.deepEqual(await judged([mutant('dead')], attack), [['dead', 'does not start']]);
    assert.deepEqual(asked, ['dead quick: cheap', 'dead quick: cheap']);
  });

  it('that take an attack its verdict are told, and hide nobody who shares servers with them', async () => {
    const { attack } = servers({ dear: ['c'] }, { dear: ['b'] });
    assert.deepEqual(await judged([mutant('a'), mutant('b'), mutant('c')], attack), [
      ['a', 'left'],
      ['b', 'left'],
      ['c', 'left'],
      ['b', 'session, dear: a good sign-in was refused'],
      ['c', 'session, dear: so it was'],
      ['a', 'survived'],
    ]);
  });

  it('are not guilty of what another does that an attack never comes to by itself', async () => {
    const breaking: Attack = async (active, { attacks: ids, except = [] }) => {
      const trials = ['cheap', 'dear']
        .filter((id) => (ids?.includes(id) ?? true) && !except.includes(id))
        .map((id): ReferenceTrial => {
          const broken = active.includes('b') && id === 'dear';
          const because = broken ? 'the target breaks the contract' : 'so it was';
          const trial = { attack: id, expected: 'blocked', durationMs: 1, because } as const;
          return { ...trial, outcome: broken ? 'inconclusive' : 'blocked', ...(broken && { breaksContract: true }) };
        });
      return { trials, whole: true };
    };
    const surveyed = survey({ quick: true, idle: { dear: ['b'] } });
    const found = await judged([mutant('a'), mutant('b')], breaking, { surveyed });
    assert.deepEqual(found.slice(2), [
      ['a', 'survived'],
      ['b', 'survived'],
    ]);
  });

  it('that take an attack its verdict are told where that comes out again, with all the time of a run', async () => {
    const orders: unknown[] = [];
    let times = 0;
    const attack: Attack = async (_, order) => {
      orders.push([order.attacks, order.once]);
      times += 1;
      const outcome = times === 1 ? 'inconclusive' : 'blocked';
      const trial = {
        attack: 'cheap',
        expected: 'blocked',
        durationMs: 1,
        because: 'there was no time',
        outcome,
      } as const;
      return { trials: order.attacks?.includes('cheap') ? [trial] : [], whole: true };
    };
    assert.deepEqual(await judged([mutant('a')], attack), [
      ['a', 'left'],
      ['a', 'survived'],
    ]);
    assert.deepEqual(orders[1], [['cheap'], false]);
  });

  it('that leave a request without an answer are noticed where that is so twice', async () => {
    let times = 0;
    const silent = { attack: 'cheap', expected: 'blocked', durationMs: 1, breaksContract: true } as const;
    const attack: Attack = async (_, { attacks: ids }) => {
      times += ids?.includes('cheap') ? 1 : 0;
      const because = 'POST /login had no answer (503)';
      return { trials: times === 1 ? [{ ...silent, outcome: 'inconclusive', because }] : [], whole: true };
    };
    assert.deepEqual(await judged([mutant('a')], attack), [
      ['a', 'left'],
      ['a', 'survived'],
    ]);
  });
});
