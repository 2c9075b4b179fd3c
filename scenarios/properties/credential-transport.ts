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
    const value = travels.map(({ name, by }) => `${name}: ${by}`).join('; ');
    return { value: value || undefined, because: value ? `a login handed out ${value}` : 'a login handed out nothing' };
  },
} satisfies Property<Seen>;
