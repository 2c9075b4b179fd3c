import { randomBytes } from 'node:crypto';
import { type PageForm, readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';
import type { LeftChanged } from './find-change.ts';
import { formSteps } from './form-steps.ts';
import type { SignedInPage } from './signed-in-pages.ts';

type Step = Target['call'];

/** A form on which users change their password: it is changed, signed in with, and changed back. */
export async function findPassword(
  explorer: Explorer,
  known: Partial<Target>,
  pages: readonly SignedInPage[],
): Promise<{ readonly password: NonNullable<Target['password']> } | LeftChanged | undefined> {
  for (const page of pages)
    for (const form of readPage(page.html).forms) {
      const own = form.method === 'POST' ? passwordFields(form) : undefined;
      if (!own) continue;
      const { page: first, submit } = formSteps(explorer, { path: page.path, form, again: page.other }, own);
      const password = (first.save ? [first, submit] : submit) as Step;
      const came = await tried(explorer, { ...known, password });
      if (came === 'changed') return { password };
      if (came !== 'nothing') return came;
    }
  return undefined;
}

const present = /old|current|present|existing|actual/i;

/** The one from before where it is asked for, and the new one, which some ask for twice. */
function passwordFields({ fields }: PageForm): Record<string, string> | undefined {
  const names = fields.flatMap(({ name, type }) => (type === 'password' ? [name] : []));
  const old = names.find((name) => present.test(name)) ?? (names.length === 3 ? names[0] : undefined);
  const anew = names.filter((name) => name !== old);
  // one alone asks for the password from before, as proof for something else
  if (anew.length === 0 || names.length < 2) return undefined;
  return {
    ...(old !== undefined && { [old]: '{{password}}' }),
    ...Object.fromEntries(anew.map((one) => [one, '{{next}}'])),
  };
}

async function tried(explorer: Explorer, parts: Partial<Target>): Promise<'changed' | 'nothing' | LeftChanged> {
  const signIn = async (password: string) => {
    const { credential } = (await explorer.perform('login', parts, {}, 'one', { password })).reply;
    return { credential, owner: (await explorer.perform('me', parts, credential)).reply.subject };
  };
  const from = explorer.password;
  // what rules about passwords ask for: long, of four kinds of characters, and nothing of the account
  const next = `Aa1!${randomBytes(9).toString('base64url')}`;
  const { credential, owner } = await signIn(from);
  await explorer.perform('password', parts, credential, 'one', { password: from, next });
  const changed = await signIn(next);
  if (owner === undefined || changed.owner !== owner) return 'nothing';
  await explorer.perform('password', parts, changed.credential, 'one', { password: next, next: from });
  if ((await signIn(from)).owner === owner) return 'changed';
  // made here for this, and of use to nobody but whoever has to bring it back
  return { left: `the password of ${explorer.usernames[0]}, which is ${next} now,` };
}
