import type { Credential } from '../exchange.ts';
import type { Property } from '../kinds/property.ts';
import { invented } from '../kit/clients/invented.ts';
import { loginOver } from '../kit/clients/login-over.ts';
import type { Stage } from '../stage.ts';

type Form = 'given' | 'chosen' | 'again';
type Seen = {
  readonly forms: readonly { readonly form: Form; readonly outcome: Outcome }[];
  /** Whether its owner says that one session holds several accounts. */
  readonly severalUsers?: true;
};
/** `none` where there was nothing to plant, `no-login` where whoever is signed in is shown none; `refused` where nobody could log in over it. */
type Outcome = 'kept' | 'replaced' | 'none' | 'no-login' | 'refused';

const said: Record<Form, string> = {
  given: 'an identifier handed out before the login',
  chosen: 'an invented identifier',
  again: 'the identifier of a sign-in that logs in once more',
};

export default {
  kind: 'property',
  id: 'fixation',
  title: 'Identifiers that outlive a login',
  question: 'Does a login put a new identifier in place of the one that was there before?',
  appliesTo: ({ traits }) =>
    (traits.transport === 'cookie' && traits.credential === 'reference') ||
    'no identifier of a session travels in a cookie',

  async probe(stage) {
    const visit = await stage.perform(stage.target.protocol.steps.visit ? 'visit' : 'me');
    const genuine = await stage.signIn(stage.victim);
    return {
      forms: [
        { form: 'given', outcome: await plant(stage, visit.credential) },
        { form: 'chosen', outcome: await plant(stage, invented(sessions(genuine), stage.random)) },
        { form: 'again', outcome: await plant(stage, genuine) },
      ],
      ...(stage.target.declared.severalUsers && { severalUsers: true }),
    };
  },

  read({ forms, severalUsers }) {
    const refused = forms.filter(({ outcome }) => outcome === 'refused');
    const over = refused.map(({ form }) => said[form]).join(' and ');
    const done = forms.filter(({ outcome }) => outcome === 'kept' || outcome === 'replaced');
    if (refused.length > 0 && done.length === 0)
      return { value: undefined, because: `a login over ${over} was refused` };
    const kept = forms.filter(({ outcome }) => outcome === 'kept');
    return {
      value: Object.fromEntries(forms.map(({ form, outcome }) => [form, outcome])),
      shown: forms.map(({ form, outcome }) => `${form}: ${outcome}`).join('; '),
      because: `${
        kept.length === 0
          ? `none of ${done.length} planted identifiers spoke for anybody after the login`
          : `${kept.map(({ form }) => said[form]).join(' and ')} was good after the login`
      }${refused.length > 0 ? `; a login over ${over} was refused` : ''}`,
      // a session that takes further accounts on purpose stays the one that it was
      level: {
        meets: kept.length === 0 || (severalUsers === true && kept.every(({ form }) => form === 'again')),
        severity: kept.some(({ form }) => form !== 'again') ? 'high' : 'medium',
        fix: kept.length === 0 ? '' : 'Make a new session at every login, and end the one that was there before.',
        references: ['ASVS 7.2.4', 'CWE-384', 'WSTG-SESS-03'],
      },
    };
  },
} satisfies Property<Seen>;

async function plant(stage: Stage, held: Credential): Promise<Outcome> {
  const planted = sessions(held);
  if (Object.keys(planted).length === 0) return 'none';
  const isIn = async (held: Credential) => (await stage.whoAmI(held)) === stage.victim.id;
  const after = await loginOver(stage, stage.victim, planted, isIn);
  if (!after) return 'no-login';
  if (!(await isIn(after))) return 'refused';
  return (await stage.whoAmI(planted)) === undefined ? 'replaced' : 'kept';
}

function sessions(held: Credential): Credential {
  return Object.fromEntries(Object.entries(held).filter(([, { role }]) => role === 'session'));
}
