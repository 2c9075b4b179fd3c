import type { Credential, User } from '../../exchange.ts';
import type { Browser, Tab } from '../../hooks/browser.ts';
import type { Stage } from '../../stage.ts';
import { isRenewed } from '../clients/renewal.ts';

/** A fresh profile; attacks that ask for the hook are not run where there is none. */
export async function openBrowser({ hooks }: Pick<Stage, 'hooks'>): Promise<Browser> {
  if (!hooks.browser) throw new Error('this target has no browser');
  return hooks.browser();
}

/** Signs in at a page of the application. @returns what its script then holds; cookies stay with the browser. */
export async function signInAt(stage: Pick<Stage, 'target'>, tab: Tab, user: User): Promise<Credential> {
  const values = { username: user.username, password: user.password };
  const { status, failure, subject, credential } = await tab.perform('login', { values });
  // a login that names nobody is asked who it speaks for
  const names = stage.target.protocol.steps.login.subject !== undefined;
  const named = names ? subject : (await tab.perform('me', { as: credential })).subject;
  if (named !== user.id)
    throw new Error(
      `login of ${user.username} in the browser answered ${status} for ${named ?? 'nobody'}${failure === undefined ? '' : `: ${failure}`}`,
    );
  return credential;
}

/** Whom a page of the application speaks for that holds nothing but what the browser kept: it renews where it can. */
export async function browserSpeaksFor(stage: Stage, tab: Tab): Promise<string | undefined> {
  const { steps } = stage.target.protocol;
  const renewal = steps.refresh && (await tab.perform('refresh'));
  if (renewal && !isRenewed(stage, renewal)) return undefined;
  const me = await tab.perform('me', renewal ? { as: renewal.credential } : {});
  return steps.me.ok.includes(me.status) ? me.subject : undefined;
}
