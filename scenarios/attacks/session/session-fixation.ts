import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { invented } from '../../kit/clients/invented.ts';
import { loginOver } from '../../kit/clients/login-over.ts';
import { only, redeem, refreshTokenIn } from '../../kit/clients/renewal.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Stage } from '../../stage.ts';

type Planted = {
  readonly form: 'anonymous' | 'invented' | 'ended' | 'own';
  /** False where the server hands out nothing that could be planted in this form. */
  readonly obtained: boolean;
  /** Whoever is signed in is shown no login: with the attacker's own sign-in planted, there is nothing to log in over. */
  readonly notOffered?: true;
  /** Whom the planted value speaks for once the victim has logged in over it. */
  readonly plantedSpeaksFor: 'victim' | 'attacker' | 'nobody';
  /** Whom the victim's own client speaks for afterwards. */
  readonly victimSpeaksFor: 'victim' | 'attacker' | 'nobody';
};

type Seen = { readonly forms: readonly Planted[] };

export default {
  kind: 'attack',
  id: 'session-fixation',
  title: 'Session fixation',
  question: 'Does a login put a new identifier in place of one that somebody else knows?',
  goal: "Know the victim's session identifier before the victim logs in.",
  precondition: 'sibling-domain',
  severity: 'high',
  references: ['CWE-384', 'WSTG-SESS-03', 'ASVS 7.2.4'],
  steps: [
    'The attacker obtains a cookie: one handed out without a login, one they invent, one of a sign-in that they have ended, or the one of their own live sign-in.',
    "They plant it in the victim's browser, and the victim logs in with it.",
    'They ask with the planted value who they are; so does the victim with what the login handed out.',
  ],
  fix: 'Make a new session at every login, and take none that you did not make.',
  controls: ['login-keeps-session-id', 'login-under-old-id-too', 'login-adopts-planted-token'],
  needs: { instances: 2, settings: withoutLag },
  appliesTo({ ambient, credential }) {
    if (credential === 'sealed')
      return 'a planted statement says for ever what was sealed in it, whoever logs in over it';
    return ambient !== 'never' || 'there is no cookie that could be planted';
  },
  expected: () => 'blocked',

  async attempt(stage) {
    const { steps } = stage.target.protocol;
    return {
      forms: [
        await plant(stage, 'anonymous', (await stage.perform(steps.visit ? 'visit' : 'me')).credential),
        await plant(stage, 'invented', await inventedOf(stage)),
        ...(steps.logout ? [await plant(stage, 'ended', await ended(stage))] : []),
        // where one session takes further accounts on purpose, both of them know that it is shared
        ...(stage.target.declared.severalUsers ? [] : [await plant(stage, 'own', await stage.signIn(stage.attacker))]),
      ],
    };
  },

  judge({ forms }): Judgement {
    const offered = forms.filter(({ notOffered }) => !notOffered);
    const tried = offered.filter(({ obtained }) => obtained);
    const over = tried.filter(({ victimSpeaksFor }) => victimSpeaksFor === 'victim');
    const fixed = tried.filter(({ plantedSpeaksFor }) => plantedSpeaksFor === 'victim');
    const counts = { tries: tried.length, successes: fixed.length };
    if (fixed.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the planted cookie spoke for the victim after the login over it: ${names(fixed)}`,
      };
    const broken = offered.filter(({ victimSpeaksFor }) => victimSpeaksFor !== 'victim');
    if (broken.length > 0 && over.length === 0)
      return { ...counts, outcome: 'inconclusive', because: `the victim could not log in: ${names(broken)}` };
    if (tried.length === 0) return { ...counts, outcome: 'inconclusive', because: 'no cookie could be obtained' };
    // the sign-in of the attacker alone, which goes on: that is theirs (ASVS 7.2.4 is the property `fixation`)
    const outlived = tried.filter(({ plantedSpeaksFor }) => plantedSpeaksFor === 'attacker');
    const refused = broken.length > 0 ? `; over ${names(broken)} the login was refused` : '';
    const signedIn = offered.length < forms.length ? '; whoever is signed in is shown no login' : '';
    const alone = outlived.length > 0 ? `; still good, for the attacker alone: ${names(outlived)}` : '';
    return {
      ...counts,
      outcome: 'blocked',
      because: `none of ${over.length} planted cookies (${names(over)}) spoke for the victim after the login${alone}${refused}${signedIn}`,
    };
  },
} satisfies Attack<Seen>;

function names(forms: readonly Planted[]): string {
  return forms.map(({ form }) => form).join(', ');
}

async function plant(stage: Stage, form: Planted['form'], held: Credential): Promise<Planted> {
  const { victim, attacker } = stage;
  const planted = cookies(stage, held);
  const name = (id: string | undefined) => (id === victim.id ? 'victim' : id === attacker.id ? 'attacker' : 'nobody');
  const obtained = Object.keys(planted).length > 0;
  // what a renewal spends is asked for once, in its turn below
  const isIn = async (after: Credential) =>
    refreshTokenIn(after) !== undefined || (await stage.whoAmI(after)) === victim.id;
  const after = await loginOver(stage, victim, planted, isIn);
  if (!after) return { form, obtained, notOffered: true, plantedSpeaksFor: 'attacker', victimSpeaksFor: 'attacker' };
  return {
    form,
    obtained,
    plantedSpeaksFor: name(obtained ? await identity(stage, { ...only('companion', held), ...planted }) : undefined),
    victimSpeaksFor: name(await identity(stage, after)),
  };
}

/** Whom a browser that holds these cookies is: it renews first, where its cookie is only good for that. */
async function identity(stage: Stage, held: Credential): Promise<string | undefined> {
  const renewal = refreshTokenIn(held) !== undefined;
  const current = renewal ? await redeem(stage, held) : held;
  return current && (await stage.whoAmI(current));
}

/** Only what a browser keeps by itself, and what a sibling domain can therefore overwrite. */
function cookies(stage: Stage, held: Credential): Credential {
  const { credentials } = stage.target.protocol;
  return Object.fromEntries(
    Object.entries(held).filter(([name]) => {
      const spec = credentials[name];
      return spec !== undefined && 'cookies' in spec.in;
    }),
  );
}

/** What nobody can guess of it is invented; what travels beside it stays as it is. */
async function inventedOf(stage: Stage): Promise<Credential> {
  const genuine = await stage.signIn(stage.attacker);
  const companions = Object.entries(genuine).filter(([, { role }]) => role === 'companion');
  return { ...invented(genuine, stage.random), ...Object.fromEntries(companions) };
}

async function ended(stage: Stage): Promise<Credential> {
  const held = await stage.signIn(stage.attacker);
  await stage.perform('logout', { as: held });
  return held;
}
