import type { Property } from '../kinds/property.ts';

type Seen = { readonly first: boolean; readonly second: boolean };

export default {
  kind: 'property',
  id: 'multiple-sessions',
  title: 'Several sign-ins of one user',
  question: 'Does a second login end the first?',
  appliesTo: () => true,

  async probe(stage) {
    const { victim } = stage;
    const [first, second] = [await stage.signIn(victim), await stage.signIn(victim)];
    return { first: (await stage.whoAmI(first)) === victim.id, second: (await stage.whoAmI(second)) === victim.id };
  },

  read({ first, second }) {
    if (!second) return { value: undefined, because: 'the second sign-in was not good' };
    return first
      ? { value: 'allowed', because: 'both sign-ins were good at the same time' }
      : { value: 'the last one counts', because: 'the first sign-in was refused after the second login' };
  },
  declared: ({ multipleSessions: said }) => (said === undefined ? undefined : said ? 'allowed' : 'the last one counts'),
} satisfies Property<Seen>;
