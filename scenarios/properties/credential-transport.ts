import type { Property } from '../kinds/property.ts';

type Seen = { readonly travels: readonly { readonly name: string; readonly by: string }[] };

export default {
  kind: 'property',
  id: 'credential-transport',
  title: 'How each credential travels',
  question: 'Does a browser send it by itself, or does a script have to?',
  appliesTo: () => true,

  async probe(stage) {
    const held = await stage.signIn(stage.victim);
    const { credentials } = stage.target.protocol;
    const travels = Object.keys(held).flatMap((name) => {
      const spec = credentials[name];
      if (!spec || spec.role === 'companion') return [];
      const by = 'cookies' in spec.in ? 'cookie' : 'header' in spec.in ? `${spec.in.header} header` : 'request body';
      return [{ name, by }];
    });
    return { travels };
  },

  read({ travels }) {
    const shown = travels.map(({ name, by }) => `${name}: ${by}`).join('; ');
    if (!shown) return { value: undefined, because: 'a login handed out nothing' };
    const value = Object.fromEntries(travels.map(({ name, by }) => [name, by]));
    return { value, shown, because: `a client sends ${shown}` };
  },
} satisfies Property<Seen>;
