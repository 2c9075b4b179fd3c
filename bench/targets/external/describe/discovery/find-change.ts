import { randomBytes } from 'node:crypto';
import { fieldOn, type PageForm, readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';
import { formSteps } from './form-steps.ts';
import type { SignedInPage } from './signed-in-pages.ts';

type Step = Target['call'];

/** A form on which users change a text of theirs, which its page shows again. */
export interface FoundChange {
  readonly field: string;
  readonly parts: {
    readonly transfer: NonNullable<Target['transfer']>;
    readonly effect: NonNullable<Target['effect']>;
  };
}

/** What could not be brought back to how it was. */
export interface LeftChanged {
  readonly left: string;
}

const keeps = /profil|account|setting|preferen|option|edit|update|save|change/i;
/** What is done once and for all, or in front of others. */
const never =
  /delete|remove|close|deactivate|disable|comment|message|reply|post|invite|send|pay|order|buy|token|key|search|log[\s_-]*(in|out|off)|sign[\s_-]*(in|out|off|up)/i;
/** What an account is known or reached by. */
const namesTheUser = /mail|user|login|phone|tel|url|slug|handle|nick|^name$|first|last/i;

/**
 * Sends such a form with another text in one of its fields, reads that back, and sends it with the text from before. What
 * cannot be undone that way is not tried: forms without a field that shows what is kept, and those on which more stands
 * than that of its user alone, since whoever forges it would have to know it.
 */
export async function findChange(
  explorer: Explorer,
  known: Partial<Target>,
  pages: readonly SignedInPage[],
): Promise<FoundChange | LeftChanged | undefined> {
  for (const page of pages)
    for (const form of readPage(page.html).forms.filter((one) => isKept(one, page)))
      for (const { name } of form.fields.filter(isFree)) {
        if (form.fields.some((field) => field.name !== name && isTheirs(field, page))) continue;
        const { page: first, submit } = formSteps(
          explorer,
          { path: page.path, form, again: page.again },
          { [name]: '{{fresh}}' },
        );
        const transfer = (first.save ? [first, submit] : submit) as Step;
        const parts = { transfer, effect: { path: page.path, value: `field:${name}` } };
        const came = await tried(explorer, { ...known, ...parts });
        if (came === 'kept') return { field: name, parts };
        if (came === 'left') return { left: `field ${name} of ${page.path}` };
      }
  return undefined;
}

function isKept(form: PageForm, page: SignedInPage): boolean {
  const { method, action = page.path, words, fields } = form;
  const about = `${action} ${words}`;
  const holdsMore = fields.some(({ type }) => type === 'password' || type === 'file');
  return method === 'POST' && keeps.test(`${page.path} ${about}`) && !never.test(about) && !holdsMore;
}

/** What is the user's, and not drawn anew for each sign-in. */
function isTheirs({ name, value }: PageForm['fields'][number], page: SignedInPage): boolean {
  return fieldOn(page.again, name) === value && fieldOn(page.other, name) !== value;
}

function isFree({ name, type }: PageForm['fields'][number]): boolean {
  return /^(text|textarea|search)$/.test(type) && !namesTheUser.test(name);
}

async function tried(explorer: Explorer, parts: Partial<Target>): Promise<'kept' | 'nothing' | 'left'> {
  const as = (await explorer.perform('login', parts)).reply.credential;
  const shown = async () => (await explorer.perform('effect', parts, as)).reply.subject;
  const change = (fresh: string) => explorer.perform('transfer', parts, as, 'one', { fresh });
  const isNamed = async () => (await explorer.perform('me', parts, as)).reply.subject;
  const [before, owner] = [await shown(), await isNamed()];
  if (before === undefined) return 'nothing';
  const fresh = randomBytes(4).toString('hex');
  await change(fresh);
  const after = await shown();
  if (after === before) return 'nothing';
  await change(before);
  if ((await shown()) !== before) return 'left';
  return after === fresh && (await isNamed()) === owner ? 'kept' : 'nothing';
}
