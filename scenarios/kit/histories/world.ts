import type { Artefact, Credential, User } from '../../exchange.ts';
import type { Span } from '../windows/age.ts';

/** What ended something, by the step of the story at which it happened. */
export interface Ended {
  readonly step: number;
  readonly by: string;
}

export interface HistoryAccount {
  readonly user: User;
  /** In the story. */
  readonly name: string;
  password: string;
  /** The one before, where it was changed. */
  former?: { readonly password: string; readonly step: number };
  disabled?: Ended | undefined;
  /** When the present role was given: somewhere in that span. */
  role: { readonly is: 'user' | 'admin'; readonly since: Span; readonly step: number };
}

/** From a login to its end. */
export interface SignIn {
  readonly account: HistoryAccount;
  /** When it began; and the login that it goes back to, where a changed password let an earlier one go on as this one. */
  readonly began: Span;
  readonly loggedIn: Span;
  /** The last use that was accepted, and the last that may have been. */
  used: Span;
  maybeUsed: Span;
  /** The last renewal, where there was one. */
  renewed?: Span;
  ended?: Ended | undefined;
  /** Whether it may have ended by a rule of the server that nobody knows of here. */
  doubtful: boolean;
}

/** One copyable thing that was handed out; all who hold a copy of it hold the same one. */
export interface Handed {
  readonly role: Artefact['role'];
  readonly signIn: SignIn;
  given: Span;
  /** The role of its account when it was given. */
  readonly asAdmin: boolean;
  spent?: { readonly at: Span; readonly step: number };
}

/** Somebody's device, or a thief with a copy; what each holds goes its own way from then on. */
export interface Holder {
  readonly label: string;
  readonly account: HistoryAccount;
  readonly isThief: boolean;
  credential: Credential;
  /** What it held before, oldest first. */
  readonly past: Credential[];
}

/** All that has come to be in one history. */
export interface World {
  readonly accounts: readonly HistoryAccount[];
  readonly holders: Holder[];
  readonly signIns: SignIn[];
  /** By the value of each. */
  readonly handed: Map<string, Handed>;
  /** One sentence for each step. */
  readonly story: string[];
  /** Told each step as it comes. */
  readonly heard: (sentence: string) => void;
}

export function newWorld(accounts: readonly HistoryAccount[], heard: World['heard'] = () => {}): World {
  return { accounts, holders: [], signIns: [], handed: new Map(), story: [], heard };
}

/** Adds a step to the story. @returns its number */
export function addStep(world: World, sentence: string): number {
  const step = world.story.push(sentence);
  world.heard(`${step}. ${sentence}`);
  return step;
}

export function handedIn(world: World, artefact: Artefact): Handed | undefined {
  return world.handed.get(keyOf(artefact));
}

/** Notes what a credential holds that is new, as handed out for this sign-in. @returns whether there was anything */
export function note(world: World, signIn: SignIn, credential: Credential, given: Span): boolean {
  const fresh = Object.values(credential).filter(
    (artefact) => artefact.role !== 'companion' && !handedIn(world, artefact),
  );
  const asAdmin = signIn.account.role.is === 'admin';
  for (const artefact of fresh) world.handed.set(keyOf(artefact), { role: artefact.role, signIn, given, asAdmin });
  return fresh.length > 0;
}

/** A sign-in begins with whatever is new in a credential; without anything new there is none. */
export function begin(world: World, account: HistoryAccount, credential: Credential, at: Span, loggedIn = at): void {
  const signIn: SignIn = { account, began: at, loggedIn, used: at, maybeUsed: at, doubtful: false };
  if (note(world, signIn, credential, at)) world.signIns.push(signIn);
}

/** What a holder goes on with; what it held before is kept, as whoever copied it keeps it. */
export function hold(holder: Holder, credential: Credential): void {
  if (textOf(credential) === textOf(holder.credential)) return;
  holder.past.push(holder.credential);
  holder.credential = credential;
}

function keyOf({ role, values }: Artefact): string {
  return `${role} ${JSON.stringify(values)}`;
}

function textOf(credential: Credential): string {
  return Object.values(credential).map(keyOf).join();
}
