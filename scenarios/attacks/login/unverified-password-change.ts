import type { Credential, HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** What stood in the place of the current password, and whether the chosen one logs in afterwards. */
  readonly tries: readonly { readonly current: string; readonly status: number; readonly taken: boolean }[];
  /** Guesses at the current password: how many were tried, and how many were compared (not 429). None where none was needed. */
  readonly guesses: { readonly tried: number; readonly compared: number; readonly ms: number };
  /** Whether the owner, who knows it, could change it in the end. */
  readonly ownerChanges: boolean;
};

const chosen = 'chosen by the attacker';
const guesses = 40;

export default {
  kind: 'attack',
  id: 'unverified-password-change',
  title: 'A password changed with a stolen sign-in',
  question: 'Does a stolen sign-in suffice to take the account over for good?',
  goal: 'Set a password of their own with a copied credential, or find the present one out that way.',
  precondition: 'copy',
  severity: 'critical',
  references: ['CWE-620', 'CWE-307', 'ASVS 6.2.3', 'ASVS 6.3.1', 'ASVS 7.5.1', 'WSTG-ATHN-09'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds.',
    'They ask for a new password with another current one, none, an empty one, null, true, a list, and the new one twice.',
    'After each they try to log in with the new password.',
    `They guess at the current password ${guesses} times.`,
    'When the limit has passed, the owner changes the password with the current one.',
  ],
  controls: ['password-change-unverified', 'logins-unlimited'],
  needs: { steps: ['password'], settings: { loginFailures: 12, loginWindowMs: 4_000 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const copy = await stage.signIn(victim);
    const tries: Seen['tries'][number][] = [];
    for (const [current, request] of Object.entries(requests(stage, copy))) {
      const { status } = await stage.send(request);
      tries.push({ current, status, taken: await isTaken(stage) });
      if (tries.at(-1)?.taken) return { tries, guesses: { tried: 0, compared: 0, ms: 0 }, ownerChanges: false };
    }
    await stage.wait(stage.target.settings.loginWindowMs);
    const start = performance.now();
    let compared = 0;
    for (let n = 0; n < guesses; n += 1) {
      const { status } = await stage.send(request(stage, copy, { current: `guess number ${n}`, next: chosen }));
      if (status !== 429) compared += 1;
    }
    const ms = Math.round(performance.now() - start);
    await stage.wait(stage.target.settings.loginWindowMs);
    const next = `${victim.password} and then some`;
    const change = await stage.perform('password', { as: copy, values: { password: victim.password, next } });
    const ownerChanges = stage.target.protocol.steps.password?.ok.includes(change.status) ?? false;
    return { tries, guesses: { tried: guesses, compared, ms }, ownerChanges };
  },

  judge({ tries, guesses: { tried, compared, ms }, ownerChanges }, { settings }): Judgement {
    const taken = tries.filter((one) => one.taken);
    const counts = { tries: tries.length + tried, successes: taken.length };
    if (taken.length > 0)
      return { ...counts, outcome: 'succeeded', because: `a new password was set with ${taken[0]?.current}` };
    // A fixed window that ends meanwhile begins anew.
    const most = settings.loginFailures * (Math.floor(ms / settings.loginWindowMs) + 2);
    if (compared > most)
      return {
        ...counts,
        successes: compared,
        outcome: 'succeeded',
        because: `${compared} of ${tried} guesses at the current password were compared, where at most ${most} should have been`,
      };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered ${crashed[0]?.current}` };
    if (!ownerChanges || compared === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'the owner could not change their password either, or no guess was compared',
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${tries.length} forms set a new password, and ${compared} of ${tried} guesses at the current one were compared`,
    };
  },
} satisfies Attack<Seen>;

function requests(stage: Stage, as: Credential): Record<string, HttpRequest> {
  return {
    'another current password': request(stage, as, { current: 'not the password', next: chosen }),
    'no current password': request(stage, as, { next: chosen }),
    'an empty current password': request(stage, as, { current: '', next: chosen }),
    'null as current password': request(stage, as, { current: null, next: chosen }),
    'true as current password': request(stage, as, { current: true, next: chosen }),
    'a list as current password': request(stage, as, { current: [], next: chosen }),
    'the new password as current one': request(stage, as, { current: chosen, next: chosen }),
  };
}

function request(stage: Stage, as: Credential, body: unknown): HttpRequest {
  const values = { password: '', next: '' };
  return { ...stage.request('password', { as, values }), body: JSON.stringify(body) };
}

async function isTaken(stage: Stage): Promise<boolean> {
  const values = { username: stage.victim.username, password: chosen };
  return (await stage.perform('login', { values })).subject === stage.victim.id;
}
