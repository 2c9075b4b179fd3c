import type { Property } from '../kinds/property.ts';
import { kindOf } from '../kit/tokens/credential-kind.ts';

type Seen = { readonly credentials: readonly { readonly name: string; readonly kinds: readonly string[] }[] };

export default {
  kind: 'property',
  id: 'credential-kind',
  title: 'Kind of each credential',
  question: 'Is what a client holds a statement of its own, or a reference to what the server keeps?',
  appliesTo: () => true,

  async probe(stage) {
    const held = await stage.signIn(stage.victim);
    const credentials = Object.entries(held)
      .filter(([, { role }]) => role !== 'companion')
      .map(([name, { values }]) => ({ name, kinds: Object.values(values).map(kindOf) }));
    return { credentials };
  },

  read({ credentials }) {
    const unique = credentials.map(({ name, kinds }) => [name, [...new Set(kinds)]] as const);
    const shown = unique.map(([name, kinds]) => `${name}: ${kinds.join(' + ')}`).join('; ');
    return {
      value: shown ? Object.fromEntries(unique) : undefined,
      shown,
      because: shown ? `read off its value: ${shown}` : 'a login handed out nothing',
    };
  },
} satisfies Property<Seen>;
