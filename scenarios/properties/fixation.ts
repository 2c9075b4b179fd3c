import type { Artefact, Credential } from '../exchange.ts';
import type { Property } from '../kinds/property.ts';
import { loginOver } from '../kit/clients/login-over.ts';
import type { Stage } from '../stage.ts';

type Form = 'given' | 'chosen' | 'again';
type Seen = {
  readonly forms: readonly { readonly form: Form; readonly outcome: Outcome }[];
  /** Whether its owner says that one session holds several accounts. */
  readonly severalUsers?: true;
};
/** `none` where there was nothing to plant, `no-login` where whoever is signed in is shown none; `lost` where the victim could not log in. */
type Outcome = 'kept' | 'replaced' | 'none' | 'no-login' | 'lost';

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
        { form: 'chosen', outcome: await plant(stage, invented(stage, genuine)) },
        { form: 'again', outcome: await plant(stage, genuine) },
      ],
      ...(stage.target.declared.severalUsers && { severalUsers: true }),
    };
  },

  read({ forms, severalUsers }) {
    const lost = forms.filter(({ outcome }) => outcome === 'lost');
    if (lost.length > 0)
      return { value: undefined, because: `a login over ${said[lost[0]?.form ?? 'given']} was refused` };
    const kept = forms.filter(({ outcome }) => outcome === 'kept');
    const tried = forms.filter(({ outcome }) => outcome !== 'none' && outcome !== 'no-login');
    return {
      value: Object.fromEntries(forms.map(({ form, outcome }) => [form, outcome])),
      shown: forms.map(({ form, outcome }) => `${form}: ${outcome}`).join('; '),
      because:
        kept.length === 0
          ? `none of ${tried.length} planted identifiers spoke for anybody after the login`
          : `${kept.map(({ form }) => said[form]).join(' and ')} was good after the login`,
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
  const pairs = Object.values(planted).flatMap(({ values }) => Object.entries(values).map(([k, v]) => `${k}=${v}`));
  if (pairs.length === 0) return 'none';
  const after = await loginOver(stage, stage.victim, pairs.join('; '));
  if (!after) return 'no-login';
  // a login that answers without a new cookie leaves the browser with the planted one
  if ((await stage.whoAmI({ ...planted, ...after })) !== stage.victim.id) return 'lost';
  return (await stage.whoAmI(planted)) === undefined ? 'replaced' : 'kept';
}

function sessions(held: Credential): Credential {
  return Object.fromEntries(Object.entries(held).filter(([, { role }]) => role === 'session'));
}

/** The genuine values with other letters and digits: same shape, never issued. */
function invented(stage: Stage, genuine: Credential): Credential {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const other = () => alphabet[Math.floor(stage.random() * alphabet.length)] ?? 'a';
  const scramble = (value: string) => {
    // the mark of a signed cookie stays: without it, nothing would be looked up
    const mark = /^s(:|%3A)/i.exec(value)?.[0] ?? '';
    return mark + value.slice(mark.length).replace(/[a-z0-9]/gi, other);
  };
  const scrambled = ({ role, values }: Artefact): Artefact => ({
    role,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scramble(value)])),
  });
  return Object.fromEntries(Object.entries(sessions(genuine)).map(([name, one]) => [name, scrambled(one)]));
}
