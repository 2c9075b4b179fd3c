import type { CDPSession, Page, Response } from 'playwright-core';
import type { How, HttpRequest } from '../../scenarios/exchange.ts';
import type { Tab } from '../../scenarios/hooks/browser.ts';
import { isAnswered, Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { RawAnswer } from './answer.ts';
import { arrival } from './arrival.ts';
import type { Client } from './client.ts';
import { converse } from './conversation.ts';
import { fetched, inPage } from './in-page.ts';
import type { Transcript } from './transcript.ts';

export interface PageSteps {
  readonly client: Client;
  readonly transcript: Transcript;
  /** Of the pages of the application. */
  readonly origin: string;
  /** An address of theirs with an empty page. */
  readonly shell: string;
}

/**
 * Performs steps as somebody does who looks at the pages of an application: goes to their addresses, fills in their forms
 * and sends them. What no page sends by itself, a method or a header, its script sends.
 */
export function onPages(
  page: Page,
  session: CDPSession,
  { client, transcript, origin, shell }: PageSteps,
): Tab['perform'] {
  const deliver = async (message: HttpRequest): Promise<RawAnswer> => {
    const start = performance.now();
    const address = origin + message.path;
    const isLink = message.method === 'GET' && !hasOwnHeaders(message);
    if (isLink) return answerOf(await arrival(page, () => page.goto(address, { waitUntil: 'commit' })), start);
    if (new URL(page.url()).origin !== origin) await page.goto(origin + shell);
    if (message.method !== 'POST' || hasOwnHeaders(message) || !isForm(message)) return fetched(page, message);
    const given = { to: message.path, fields: [...new URLSearchParams(message.body)] };
    const refusal = await page.evaluate<string | undefined>(inPage(filling, given));
    if (refusal) throw new Error(`the browser does not send the form on ${new URL(page.url()).pathname}: ${refusal}`);
    return answerOf(await arrival(page, () => page.evaluate(inPage(submitting, given))), start);
  };
  // what it kept of an earlier answer would tell who was signed in then
  const afresh = async (message: HttpRequest) => {
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    try {
      return await deliver(message);
    } finally {
      await session.send('Network.setCacheDisabled', { cacheDisabled: false });
    }
  };
  return async (step, how: Omit<How, 'instance'> = {}) =>
    converse(client, step, how, afresh, ({ message, answer, reply }) => {
      transcript.exchange(message, 'browser', reply);
      if (!how.mayBeSilent && !isAnswered(answer)) throw new Unanswered(`${message.method} ${message.path}`, answer);
    });
}

/** As it answers whoever does not follow redirects: the driver's client is one. */
async function answerOf(
  { first, last, text }: { readonly first: Response; readonly last?: Response; readonly text: string },
  start: number,
): Promise<RawAnswer> {
  const headers: Record<string, string | string[]> = {};
  for (const { name, value } of await first.headersArray()) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') headers[key] = [...[headers[key] ?? []].flat(), value];
    else headers[key] = value;
  }
  return { status: first.status(), headers, text: first === last ? text : '', ms: performance.now() - start };
}

const byBrowser = ['host', 'origin', 'cookie', 'content-type', 'referer'];

function hasOwnHeaders({ headers }: HttpRequest): boolean {
  return Object.keys(headers).some((name) => !byBrowser.includes(name.toLowerCase()));
}

function isForm({ headers, body }: HttpRequest): boolean {
  return body === undefined || headers['content-type'] === 'application/x-www-form-urlencoded';
}

const finding = `
  const names = given.fields.map(([name]) => name);
  const controls = (form, name) => [...form.elements].filter((one) => one.name === name);
  const form = names.length > 0 && [...document.forms].find((one) =>
    one.method === 'post' && names.every((name) => controls(one, name).length > 0));
  const buttons = form ? [...form.elements].filter((one) => one.type === 'submit' && !one.disabled) : [];
  const button = buttons.find(({ name }) => names.includes(name)) ?? buttons[0];`;

/**
 * Fills in the form of the page that has all fields. What the page has hidden in it stays as it is.
 * @returns why a browser would not send it (HTML, "constraint validation")
 */
const filling = `${finding}
  if (!form) return undefined;
  for (const [name, value] of given.fields) {
    for (const one of controls(form, name)) {
      if (one.type === 'checkbox' || one.type === 'radio') one.checked = one.value === value;
      else if (one.type !== 'submit' && one.type !== 'hidden') {
        one.value = value;
        one.dispatchEvent(new Event('input', { bubbles: true }));
        one.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
  }
  const wrong = !form.noValidate && !button?.formNoValidate && [...form.elements].find((one) => !one.checkValidity());
  return wrong ? (wrong.name + ': ' + wrong.validationMessage) : undefined;`;

/** Presses its button. Where there is no form, since a script would have made it, one is made. */
const submitting = `${finding}
  if (form) return void HTMLFormElement.prototype.requestSubmit.call(form, button);
  const made = document.createElement('form');
  made.method = 'post';
  made.action = given.to;
  for (const [name, value] of given.fields) {
    made.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(made);
  HTMLFormElement.prototype.submit.call(made);`;
