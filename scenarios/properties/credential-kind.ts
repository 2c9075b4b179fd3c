import type { Property } from '../kinds/property.ts';
import { accountNames, valuesIn, withValue } from '../kit/tokens/account-names.ts';
import { kindOf } from '../kit/tokens/credential-kind.ts';
import { renamed } from '../kit/tokens/renamed.ts';

type Seen = { readonly credentials: readonly { readonly name: string; readonly kinds: readonly string[] }[] };

export default {
  kind: 'property',
  id: 'credential-kind',
  title: 'Kind of each credential',
  question: 'Is what a client holds a statement of its own, or a reference to what the server keeps?',
  appliesTo: () => true,

  async probe(stage) {
    const { victim, attacker, target } = stage;
    const held = await stage.signIn(victim);
    const names = await accountNames(stage, [victim, attacker], held);
    /**
     * What reads like an id may name the account all the same, and what has nothing to vouch for it be vouched for by another
     * cookie: whether it is believed, another name in its place shows.
     */
    const kind = async (artefact: string, name: string, value: string): Promise<string> => {
      const byValue = kindOf(value);
      const other = /^readable$|reference$/.test(byValue) ? renamed(value, names) : undefined;
      if (other === undefined) return byValue;
      const { status, subject } = await stage.perform('me', { as: withValue(held, artefact, name, other) });
      const isBelieved = target.protocol.steps.me.ok.includes(status) && subject === attacker.id;
      return isBelieved ? 'readable' : 'readable and vouched for';
    };
    const kinds = new Map<string, string[]>();
    for (const [artefact, name, value] of valuesIn(held)) {
      if (held[artefact]?.role === 'companion') continue;
      const { from } = target.protocol.credentials[artefact] ?? {};
      // what a user knows, such as a name and a password, says nothing of what a server makes
      const isMade = typeof from === 'object' && 'template' in from;
      const one = isMade ? 'not handed out' : await kind(artefact, name, value);
      kinds.set(artefact, [...(kinds.get(artefact) ?? []), one]);
    }
    return { credentials: [...kinds].map(([name, all]) => ({ name, kinds: all })) };
  },

  read({ credentials }) {
    const unique = credentials.map(({ name, kinds }) => [name, [...new Set(kinds)]] as const);
    const shown = unique.map(([name, kinds]) => `${name}: ${kinds.join(' + ')}`).join('; ');
    return {
      value: shown ? Object.fromEntries(unique) : undefined,
      shown,
      because: shown
        ? `read off its value, and off what another name in it does: ${shown}`
        : 'a login handed out nothing',
    };
  },
} satisfies Property<Seen>;
