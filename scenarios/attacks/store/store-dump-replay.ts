import type { Credential, User } from '../../exchange.ts';
import type { StoreEntry } from '../../hooks/store.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Entries of the store that name the victim. */
  readonly entries: number;
  /** Values that the victim's client keeps secret, and how many of them stand in the dump, plain or encoded. */
  readonly secrets: number;
  readonly readable: number;
  /** Credentials made from the dump that were presented, and how many spoke for the victim. */
  readonly presented: number;
  readonly accepted: number;
  readonly ownAccepted: boolean;
};

export default {
  kind: 'attack',
  id: 'store-dump-replay',
  title: 'Replay of what the store holds',
  question: 'Can whoever reads the store, a backup or a replica of it, be any user?',
  goal: 'Make working credentials from a copy of the store.',
  precondition: 'dump',
  severity: 'high',
  references: ['CWE-522', 'CWE-312', 'RFC 9700 §4.14.1'],
  steps: [
    'The victim signs in and renews where there is a renewal; the attacker copies the whole store.',
    "They present every word of the entries that name the victim as each cookie and token that the victim's client holds.",
    'What says nothing of who asks is left to them as it is, and so is the key of a client that proves one: what the store holds must be worthless even then.',
    'They present whatever of the real credential stands in the dump: as it is, in base64, in hex or percent-encoded.',
  ],
  fix: 'Store a hash (SHA-256) of each session id and refresh token, and never the value that a client presents.',
  controls: ['store-keeps-credentials'],
  needs: { hooks: ['readStore'] },
  appliesTo: ({ store }) => store !== 'never' || 'nothing is stored that could be read',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    if (!hooks.readStore) throw new Error('the target offers no way to read its store');
    const signedIn = await stage.signIn(victim);
    const held = (target.protocol.steps.refresh && (await redeem(stage, signedIn))) ?? signedIn;
    const dump = await hooks.readStore();
    const text = dump.map(asText).join('\n');
    const secrets = Object.values(held).flatMap(({ role, values }) =>
      role === 'companion' ? [] : Object.values(values),
    );
    const readable = new Set(secrets.filter((secret) => encodings(secret).some((form) => text.includes(form))));
    const about = dump.filter((entry) => asText(entry).includes(victim.id));
    const guesses = [...new Set(about.flatMap((entry) => asText(entry).match(/[\w\-.+/=]{16,}/g) ?? []))];
    const forged = [
      ...guesses.map((guess) => changed(held, () => guess)),
      ...(readable.size > 0 ? [changed(held, (value) => (readable.has(value) ? value : undefined))] : []),
    ];
    let accepted = 0;
    for (const credential of forged) if (await speaksFor(stage, victim, credential)) accepted += 1;
    const ownAccepted = await speaksFor(stage, victim, held);
    return {
      entries: about.length,
      secrets: secrets.length,
      readable: readable.size,
      presented: forged.length,
      accepted,
      ownAccepted,
    };
  },

  judge({ entries, secrets, readable, presented, accepted, ownAccepted }): Judgement {
    const counts = { tries: presented, successes: accepted };
    if (accepted > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${accepted} of ${presented} credentials made from the dump spoke for the victim`,
      };
    if (entries === 0) return { ...counts, outcome: 'inconclusive', because: 'the dump held nothing about the victim' };
    if (!ownAccepted)
      return { ...counts, outcome: 'inconclusive', because: "the victim's own credential was not accepted afterwards" };
    const spoke =
      presented === 0
        ? `no word of ${entries} entries is long enough for a credential`
        : `0 of ${presented} credentials made from ${entries} entries spoke for the victim`;
    return {
      ...counts,
      outcome: 'blocked',
      because: `${spoke}; ${readable} of ${secrets} secret values stood in the dump`,
    };
  },
} satisfies Attack<Seen>;

function asText({ key, value }: StoreEntry): string {
  return [key, value].flat().join(' ');
}

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ];
}

/** The same artefacts with other values, but for what says nothing of who asks; values that become undefined are left out. */
function changed(held: Credential, to: (value: string) => string | undefined): Credential {
  return Object.fromEntries(
    Object.entries(held).map(([name, { role, values }]) => {
      if (role === 'companion') return [name, { role, values }];
      const entries = Object.entries(values).flatMap(([key, value]) => {
        const other = to(value);
        return other === undefined ? [] : [[key, other]];
      });
      return [name, { role, values: Object.fromEntries(entries) }];
    }),
  );
}

/** As it is, or renewed. */
async function speaksFor(stage: Stage, { id }: User, held: Credential): Promise<boolean> {
  if ((await stage.whoAmI(held)) === id) return true;
  const renewed = stage.target.protocol.steps.refresh && (await redeem(stage, held));
  return renewed !== undefined && (await stage.whoAmI(renewed)) === id;
}
