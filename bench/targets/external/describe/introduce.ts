import { redactText } from '../../../../reports/text/redact.ts';
import { inWords } from '../../../../scenarios/kit/evidence/unanswered.ts';
import type { StepName } from '../../../../servers/scheme.ts';
import type { RawAnswer } from '../../../driver/answer.ts';
import { passwordForm, readPage } from '../../../driver/page-forms.ts';
import { openTransport } from '../../../driver/transport.ts';
import { BenchError } from '../../../errors.ts';
import { consent, type Permission } from '../consent.ts';
import { describedBy } from '../described.ts';
import { type Target, TargetDescription } from '../description.ts';
import { governed } from '../governed-transport.ts';
import { reconnecting } from '../reconnecting.ts';
import type { Ask } from './ask.ts';
import { openExplorer } from './discovery/explorer.ts';
import { isEndedBy } from './discovery/find-logout.ts';
import { formSteps } from './discovery/form-steps.ts';
import { ownFields } from './discovery/own-fields.ts';
import { handedOut, namesIn, typedCredentials } from './handed-out.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';
import { type LoginPage, typedLogin, typedStep } from './typed-step.ts';

export interface Introduction {
  readonly ask: Ask;
  readonly say: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly permission: Omit<Permission, 'ask'>;
  readonly signal: AbortSignal;
}

/** What is not known yet, so that what is known can be tried. */
const notKnown = {
  credentials: { session: { role: 'session', in: { cookies: ['not-known'] } } },
  login: { path: '/' },
  call: { path: '/', subject: 'not-known' },
} satisfies Partial<Target>;

/**
 * Asks for a description question by question, and tries each step at once: an answer that the target does not bear out
 * is asked for again. Users are named by environment variables; no password is typed, shown or written.
 * @throws BenchError AB-E001 when the answers end too early; AB-E009 without consent
 */
export async function introduce({ ask, say, env, permission, signal }: Introduction): Promise<Target> {
  const answer = async (question: string, problemOf?: Parameters<Ask>[1]): Promise<string> => {
    const text = await ask(question, problemOf);
    if (text === undefined) throw new BenchError('AB-E001', `the answers ended at: ${question}`);
    return text;
  };
  const user = async (whose: string) => {
    const question = `Which environment variables hold the name and the password of ${whose}? (such as ANN ANN_PASSWORD)`;
    const text = await answer(question, (names) => variablesProblem(names, env));
    const [username = '', password = ''] = text.split(/\s+/);
    return { username: { env: username }, password: { env: password } };
  };
  const { origin: anOrigin, name: aName } = TargetDescription.shape;
  const origin = await answer('Where does it answer? (such as http://127.0.0.1:3000)', (text) =>
    problemOf(anOrigin.safeParse(text)),
  );
  await consent(origin, { ...permission, ask: answer });
  const users = { one: await user('one user'), other: await user('another one') };
  let builder: Target = { name: 'new', origin, users, ...notKnown };
  const { ceilings, external } = describedBy(TargetDescription.parse(builder), env);
  await using transport = reconnecting(governed(openTransport(), ceilings));

  const attempt = async (name: StepName, change: Partial<Target>): Promise<Attempt> => {
    const parsed = TargetDescription.safeParse({ ...builder, ...change });
    if (!parsed.success) return { problem: problemOf(parsed) };
    const known = describedBy(parsed.data, env);
    const signIn = () => rehearse(known, 'login', {}, transport, signal, () => {});
    // anew each time: whoever thinks about a question would outlive a token
    const as =
      name === 'login' || builder.credentials === notKnown.credentials ? {} : (await signIn()).reply.credential;
    const made = await rehearse(known, name, as, transport, signal, say);
    const { failure, status } = made.reply;
    const done = known.protocol.steps[name]?.ok.includes(status);
    return { problem: failure ? redactText(failure) : done ? undefined : `that was answered ${status}`, ...made };
  };
  /** Asks for a request until it does what it should; nothing is an answer where it may be left out. */
  const request = async (name: StepName, question: string, changeOf: ChangeOf, optional = false): Promise<Made> => {
    let made: Made = { change: {}, path: '/' };
    await answer(question, async (text) => {
      made = { change: {}, path: '/' };
      const typed = typedStep(text, external.users);
      if (!typed) return optional && text === '' ? undefined : 'that is no request, such as POST /login';
      const change = changeOf(typed);
      const tried = await attempt(name, change);
      const now = { ...tried, change, path: typed.path };
      const problem = tried.problem ?? (await besides(name, change, now));
      // what is given up does not stay
      if (problem === undefined) made = now;
      return problem;
    });
    return made;
  };
  /** Forms answer 200 to whatever was sent: a request that cannot tell a wrong password signs nobody in. */
  const asWithWrongPassword = async (change: Partial<Target>, { turns = [] }: Made): Promise<string | undefined> => {
    const known = describedBy(TargetDescription.parse({ ...builder, ...change }), env);
    const users = known.external.users.map((user) => ({ ...user, password: 'not-the-password-1' }));
    const mistaken = { ...known, external: { ...known.external, users } };
    const wrong = await rehearse(mistaken, 'login', {}, transport, signal, () => {});
    const last = wrong.turns.at(-1)?.answer;
    if (last?.status === 0) return `a wrong password had no answer: ${inWords(last.failure)}`;
    const [right, other] = [turns.at(-1)?.answer, last].map(looks);
    return right === other ? `a wrong password is answered alike: ${right}` : undefined;
  };

  const besides = async (name: StepName, change: Partial<Target>, now: Made): Promise<string | undefined> => {
    if (name === 'login') return await asWithWrongPassword(change, now);
    if (name !== 'logout') return undefined;
    const explorer = openExplorer({ origin, users }, env, transport, signal);
    const came = await isEndedBy(explorer, { ...builder, ...change });
    return came === 'nothing'
      ? `after that, ${looks(now.turns?.at(-1)?.answer)}, the account is still signed in`
      : undefined;
  };
  const pageOf = async (path: string, html: string): Promise<LoginPage> => {
    const form = passwordForm(readPage(html));
    const again = await attempt('visit', { visit: { path } });
    const own = form && ownFields(form);
    return {
      path,
      form: form && own && formSteps({ origin }, { path, form, again: again.turns?.at(-1)?.answer.text ?? '' }, own),
    };
  };

  const page = await request(
    'visit',
    'Which page has the login form, where there is one? (such as /login, or nothing)',
    (visit) => ({ visit }),
    true,
  );
  const html = page.turns?.at(-1)?.answer.text;
  const first = html === undefined ? undefined : await pageOf(page.path, html);
  const fields = first?.form ? 'what that form asks for' : 'username and password as JSON';
  const login = await request(
    'login',
    `Which request signs in? (such as POST /login with ${fields}, or POST /login user={{username}}&pass={{password}})`,
    (typed) => ({ login: typedLogin(typed, first) }),
  );
  builder = { ...builder, ...login.change };

  const found = handedOut(login.turns?.map((turn) => turn.answer) ?? []);
  await answer(`What of that would a thief copy? (nothing for ${found || 'none found'})`, async (text) => {
    const credentials = typedCredentials(text || found);
    if (typeof credentials === 'string') return credentials;
    const { problem, reply } = await attempt('login', { credentials });
    const missing = Object.keys(credentials).filter((name) => !(name in (reply?.credential ?? {})));
    if (problem !== undefined || missing.length > 0) return problem ?? `a login handed out no ${missing.join(', ')}`;
    builder = { ...builder, credentials };
    return undefined;
  });

  const shown = Object.entries(builder.credentials).flatMap(([name, { role }]) => (role === 'refresh' ? [] : [name]));
  // as a visit: nobody knows yet where its answer names whom
  const call = await request('visit', 'Which request tells who is signed in? (such as GET /me)', (typed) => ({
    visit: { ...typed, auth: shown },
  }));
  const [likely = ''] = namesIn(call.turns?.at(-1)?.answer.text ?? '', external.admin.username);
  await answer(`Where does its answer name the account? (nothing for ${likely || 'none found'})`, async (text) => {
    const { auth: _, ...step } = call.change.visit ?? { path: call.path };
    const change = { call: { ...step, subject: text || likely } };
    const { problem, reply } = await attempt('me', change);
    if (problem !== undefined || reply?.subject === undefined) return problem ?? 'nobody is named there';
    builder = { ...builder, ...change };
    return undefined;
  });

  if ('refresh' in builder.credentials) {
    const question = 'Which request renews the sign-in? (such as POST /token grant_type=refresh_token, or nothing)';
    const refresh = await request('refresh', question, (step) => ({ refresh: step }), true);
    builder = { ...builder, ...refresh.change };
  }
  const logout = await request(
    'logout',
    'Which request signs out? (such as POST /logout, or nothing)',
    (step) => ({ logout: step }),
    true,
  );
  const name = await answer('What is it called? (such as my-app)', (text) => problemOf(aName.safeParse(text)));
  return { ...builder, ...logout.change, name };
}

type ChangeOf = (typed: Target['call']) => Partial<Target>;

/** What a step came to; without a reply where its description could not even be read. */
interface Attempt extends Partial<Rehearsed> {
  readonly problem: string | undefined;
}

type Made = Partial<Attempt> & { readonly change: Partial<Target>; readonly path: string };

/** What tells one answer from another, but for texts that are drawn anew for each. */
function looks(answer: RawAnswer | undefined): string {
  if (!answer) return 'no answer';
  const to = answer.headers.location === undefined ? '' : ` to ${redactText(String(answer.headers.location))}`;
  return `${answer.status}${to}, ${answer.text.length} characters`;
}

function problemOf({ error }: { readonly error?: { readonly issues: readonly { readonly message: string }[] } }) {
  return error?.issues.map(({ message }) => `that ${message}`).join('; ');
}

function variablesProblem(text: string, env: Introduction['env']): string | undefined {
  const names = text.split(/\s+/);
  if (names.length !== 2) return 'that is no pair of names, such as ANN ANN_PASSWORD';
  const unset = names.filter((name) => !env[name]);
  return unset.length === 0 ? undefined : `the environment lacks ${unset.join(' and ')}: set it for this command`;
}
