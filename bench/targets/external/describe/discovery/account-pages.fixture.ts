import express from 'express';
import { people } from '../../../../tools/development/development.ts';
import { cookieOf, freshId } from '../../small-servers.fixture.ts';

export interface AccountPages {
  /** Whether forms need the token of their session. */
  readonly asksForToken?: boolean;
  /** Whether the form for a new password asks for the one from before. */
  readonly asksForPassword?: boolean;
  /** Whether a changed password ends all sign-ins of its account, and begins another; a sign-out everywhere ends them too. */
  readonly endsOthers?: boolean;
  /** Whether a password can be taken again. */
  readonly takesAgain?: boolean;
}

/** Pages on which users keep a text about themselves and change their password, beside others that are better left alone. */
export function accountPages({
  asksForToken = true,
  asksForPassword = true,
  endsOthers = true,
  takesAgain = true,
}: AccountPages = {}) {
  const accounts = new Map(
    Object.entries(people).map(([name, password]) => [
      name,
      { password, had: new Set<string>([password]), about: `I am ${name}.` },
    ]),
  );
  const sessions = new Map<string, { readonly name: string; readonly token: string }>();
  /** What was asked for that nothing brings back. */
  const done: string[] = [];
  const open = (response: express.Response, name: string) => {
    const id = freshId();
    sessions.set(id, { name, token: freshId() });
    response.cookie('sid', id, { httpOnly: true, ...(asksForToken && { sameSite: 'lax' }) });
  };
  const app = express().use(express.urlencoded());
  app.get(
    '/login',
    (_, response) =>
      void response.send(
        '<form method="post"><input name="name"><input type="password" name="secret"><button>Enter</button></form>',
      ),
  );
  app.post('/login', ({ body = {} }, response) => {
    if (accounts.get(body.name)?.password !== body.secret) return void response.redirect('/login?wrong');
    open(response, body.name);
    response.redirect('/home');
  });
  app.use((request, response, next) => {
    const session = sessions.get(cookieOf(request, 'sid'));
    const account = session && accounts.get(session.name);
    if (!session || !account) return void response.redirect('/login');
    if (request.method === 'POST' && asksForToken && request.body?.token !== session.token)
      return void response.status(403).end();
    const form = (action: string, fields: string) =>
      `<form method="post" action="${action}"><input type="hidden" name="token" value="${session.token}">${fields}</form>`;
    Object.assign(response.locals, { ...session, account, form });
    next();
  });
  app.get('/home', (_, response) => {
    const { name, form } = response.locals;
    response.send(`<p>Hello, ${name}.</p><a href="/account">My account</a> <a href="/account/delete">Delete it</a>
      <a href="/feed">All</a>${form('/bye', '<button>Leave</button>')}`);
  });
  app.get('/account', (_, response) => {
    const { form, account } = response.locals;
    const about = account.about.replaceAll('<', '&lt;');
    response.send(`${form('/account/close', '<input name="why"><button>Close my account</button>')}
      ${form('/account/name', '<input name="username"><button>Save</button>')}
      ${form('/account', `<textarea name="about">${about}</textarea><button>Save</button>`)}
      ${form('/account/devices', '<button>Sign out everywhere</button>')}
      <a href="/account/secret">Change your password</a>`);
  });
  app.post('/account/devices', (request, response) => {
    const own = cookieOf(request, 'sid');
    for (const [id, { name }] of sessions)
      if (id === own || (endsOthers && name === response.locals.name)) sessions.delete(id);
    response.clearCookie('sid').redirect('/login');
  });
  app.post('/account', ({ body }, response) => {
    response.locals.account.about = String(body?.about ?? '');
    response.redirect('/account');
  });
  app.get('/account/secret', (_, response) => {
    const fields = [...(asksForPassword ? ['old'] : []), 'new', 'repeated'];
    const inputs = fields.map((one) => `<input type="password" name="${one}">`).join('');
    response.send(response.locals.form('/account/secret', `${inputs}<button>Change</button>`));
  });
  app.post('/account/secret', ({ body }, response) => {
    const { account, name } = response.locals;
    const { old, new: anew = '', repeated } = body ?? {};
    const isNew = anew.length >= 8 && anew === repeated && (takesAgain || !account.had.has(anew));
    if (!isNew || (asksForPassword && old !== account.password)) return void response.status(422).send('No.');
    account.password = anew;
    account.had.add(anew);
    for (const [id, session] of sessions) if (endsOthers && session.name === name) sessions.delete(id);
    if (endsOthers) open(response, name);
    response.redirect('/account');
  });
  app.get('/feed', (_, response) => {
    response.send(response.locals.form('/feed', '<textarea name="text"></textarea><button>Post</button>'));
  });
  for (const path of ['/account/close', '/account/name', '/feed', '/account/delete'])
    app.all(path, ({ method, url }, response) => {
      done.push(`${method} ${url}`);
      response.redirect('/home');
    });
  app.post('/bye', (request, response) => {
    sessions.delete(cookieOf(request, 'sid'));
    response.clearCookie('sid').redirect('/login');
  });
  return Object.assign(app, { accounts, done });
}
