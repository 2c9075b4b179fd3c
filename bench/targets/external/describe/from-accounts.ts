import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLoopback } from '../../../../reports/text/loopback.ts';
import type { User } from '../../../../scenarios/exchange.ts';
import { chromiumAt } from '../../../driver/chromium.ts';
import { readPage } from '../../../driver/page-forms.ts';
import { openTransport } from '../../../driver/transport.ts';
import { BenchError } from '../../../errors.ts';
import { findBrowser } from '../../../machine/browser.ts';
import { consent, type Permission } from '../consent.ts';
import { describedBy } from '../described.ts';
import { type Target, TargetDescription } from '../description.ts';
import { governed } from '../governed-transport.ts';
import { reconnecting } from '../reconnecting.ts';
import { discoverLogin, type Hints } from './discovery/discover-target.ts';
import { type Explorer, notKnown, openExplorer } from './discovery/explorer.ts';
import { pageBehind } from './discovery/page-behind.ts';
import { fromBrowser } from './import/from-browser.ts';
import { hintsIn } from './import/recorded.ts';
import { imported } from './import/recordings.ts';

export interface Accounts {
  /** Where the login is: an origin, or the address of its page. */
  readonly url?: string | undefined;
  /** A recording or a description of an API; `-` is standard input. */
  readonly from?: string | undefined;
  readonly name: string;
  readonly users: Target['users'];
  readonly say: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly permission: Permission;
  readonly signal: AbortSignal;
}

/**
 * Describes a login from two accounts and what else is known of it, without a question.
 * @throws BenchError AB-E008 for what cannot be read; AB-E009 without consent; AB-E601 where no login was found
 */
export async function fromAccounts({
  url,
  from,
  name,
  users,
  say,
  env,
  permission,
  signal,
}: Accounts): Promise<Target> {
  const known = describedBy(TargetDescription.parse({ name, origin: 'http://127.0.0.1:1', users, ...notKnown }), env)
    .external.users;
  const read = from === undefined ? { origin: undefined, hints: {} } : await imported(from, known);
  if ('missing' in read && read.missing) say(read.missing);
  const origin = url === undefined ? read.origin : new URL(url).origin;
  if (origin === undefined)
    throw new BenchError('AB-E001', 'where the app answers is not known', { fix: 'name its address: init-target URL' });
  await consent(origin, permission);
  const base = { name, origin, users };
  const { ceilings } = describedBy(TargetDescription.parse({ ...base, ...notKnown }), env);
  await using transport = reconnecting(governed(openTransport(), ceilings));
  const page = url === undefined ? undefined : pathOf(url);
  const hints: Hints = { ...read.hints, ...(page !== undefined && { page }) };
  const explorer = openExplorer({ origin, users }, env, transport, signal);
  const drawn = url !== undefined && from === undefined && (await isDrawn(explorer, page ?? '/'));
  const recorded = drawn ? await recordedAt(url, known, say, signal) : undefined;
  const { change } = await discoverLogin(explorer, recorded ?? hints, ({ name: part, found, how }) =>
    say(`${part.padEnd(11)} ${found ? 'found' : 'not found'}: ${how}`),
  );
  return { ...base, ...change };
}

function pathOf(url: string): string | undefined {
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? undefined : pathname + search;
}

/** A page without a field, which its scripts draw. */
async function isDrawn(explorer: Explorer, path: string): Promise<boolean> {
  const text = (await pageBehind(explorer, path))?.answer.text ?? '';
  const fields = readPage(text).forms.flatMap((form) => form.fields);
  return /<script\b/i.test(text) && !fields.some(({ type }) => /^(password|text|email|tel)$/.test(type));
}

/** What it sends when the first user signs in there; undefined where this machine has no Chromium, or nothing came of it. */
async function recordedAt(
  url: string,
  users: readonly User[],
  say: Accounts['say'],
  signal: AbortSignal,
): Promise<Hints | undefined> {
  const [user] = users;
  const executable = isLoopback(new URL(url).hostname) ? await findBrowser() : undefined;
  if (!user || !executable) {
    say(`${url} is drawn by its scripts: a Chromium on this machine would show what it sends`);
    return undefined;
  }
  await using chromium = chromiumAt(executable, join(tmpdir(), `authbench-page-${process.pid}`), signal);
  const recorded = await fromBrowser(chromium, { ...user, address: url, signal });
  const { hints } = hintsIn(recorded, users);
  return hints.logins?.length ? hints : undefined;
}
