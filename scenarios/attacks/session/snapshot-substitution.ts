import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';

type Seen = {
  /** How the snapshot of somebody else was presented, and whom the answer named. */
  readonly ways: readonly {
    readonly beside: 'another session' | 'nothing' | 'an ended session';
    readonly named: 'owner' | 'other' | 'nobody';
  }[];
  /** Whether there was a snapshot to present. */
  readonly obtained: boolean;
};

export default {
  kind: 'attack',
  id: 'snapshot-substitution',
  title: 'The snapshot of another session',
  question: 'Does a signed note of whose a session was stand for anything without that very session?',
  goal: "See what the victim sees with the victim's snapshot, and without their session id.",
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-345', 'CWE-294', 'ASVS 7.2.1'],
  steps: [
    'The victim signs in and uses the application; the thief copies what is handed out beside the session id, and not the id.',
    'They present it beside a session of their own, beside one of their own that they have ended, and by itself.',
  ],
  fix: 'Bind what a cookie says of a session to the id of that session, and believe it only beside that id, while it is good.',
  controls: ['snapshot-unbound'],
  needs: { steps: ['logout'] },
  appliesTo: ({ transport, revocation }) =>
    (transport === 'cookie' && revocation === 'within-lag') || 'nothing beside the credential says whose it was',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker } = stage;
    const theirs = await stage.signIn(victim);
    const { credential } = await stage.perform('me', { as: theirs });
    const copy = companions(credential);
    const own = await stage.signIn(attacker);
    const ended = await stage.signIn(attacker);
    await stage.perform('logout', { as: ended });
    const ways = { 'another session': own, 'an ended session': ended, nothing: {} } as const;
    const seen: Seen['ways'][number][] = [];
    for (const [beside, held] of Object.entries(ways)) {
      const id = await stage.whoAmI({ ...held, ...copy });
      const named = id === victim.id ? 'owner' : id === undefined ? 'nobody' : 'other';
      seen.push({ beside: beside as keyof typeof ways, named });
    }
    return { obtained: Object.keys(copy).length > 0, ways: seen };
  },

  judge({ ways, obtained }): Judgement {
    const won = ways.filter(({ named }) => named === 'owner');
    const counts = { tries: ways.length, successes: won.length };
    if (!obtained) return { ...counts, outcome: 'inconclusive', because: 'no snapshot was handed out' };
    if (won.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the snapshot spoke for its owner beside ${won.map(({ beside }) => beside).join(', ')}`,
      };
    return { ...counts, outcome: 'blocked', because: `in ${ways.length} ways the snapshot spoke for nobody by itself` };
  },
} satisfies Attack<Seen>;

function companions(held: Credential): Credential {
  return Object.fromEntries(Object.entries(held).filter(([, { role }]) => role === 'companion'));
}
