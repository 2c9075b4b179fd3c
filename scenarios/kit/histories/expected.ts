import { ageAt, type Span } from '../windows/age.ts';
import { storyDuration } from './duration.ts';
import type { ServerRules } from './rules.ts';
import type { Handed } from './world.ts';

/** What the model holds of a use. What is uncertain, as near an end, is either: nothing follows from it. */
export interface Expected {
  readonly answer: 'accepted' | 'refused' | 'either';
  /** Why, to follow on "although". */
  readonly because: string;
}

const either: Expected = { answer: 'either', because: '' };
const good: Expected = { answer: 'accepted', because: 'nothing had ended it' };
const refused = (because: string): Expected => ({ answer: 'refused', because });

/** Of an ordinary request that presents this. */
export function ofRequest(handed: Handed, at: Span, rules: ServerRules): Expected {
  const { signIn, given } = handed;
  const over = handed.role === 'access' ? endOfToken(handed, at, rules) : endOfSignIn(handed, at, rules);
  const { statesItself } = rules;
  if (over) return over;
  if (signIn.ended) return statesItself ? either : refused(`${signIn.ended.by} of step ${signIn.ended.step} ended it`);
  const { disabled } = signIn.account;
  if (disabled) return statesItself ? either : refused(`the account was disabled at step ${disabled.step}`);
  // a server may also end what a renewal has replaced
  if (signIn.doubtful || (signIn.renewed && given.sentMs < signIn.renewed.sentMs)) return either;
  if (handed.role === 'access') return rules.access && isBefore(given, at, rules.access.leastMs, rules) ? good : either;
  if (rules.credential === 'sealed') return livesFor(handed, given, 1, at, rules) ? good : either;
  // a server may move the end of silence only once half of it has passed
  return livesFor(handed, signIn.used, 0.5, at, rules) ? good : either;
}

/** Of a page for administrators alone. */
export function ofAdminRequest(handed: Handed, at: Span, rules: ServerRules): Expected {
  const request = ofRequest(handed, at, rules);
  if (request.answer === 'refused') return request;
  const { role } = handed.signIn.account;
  const { statesItself } = rules;
  const isOlder = handed.given.sentMs <= role.since.answeredMs;
  if (role.is === 'admin') return isOlder && role.step > 0 ? either : request;
  if (statesItself && handed.asAdmin && isOlder) return either;
  return refused(role.step === 0 ? 'the account never had that role' : `the role was taken away at step ${role.step}`);
}

/** Of a refresh token. */
export function ofRenewal(handed: Handed, at: Span, rules: ServerRules): Expected {
  const { signIn, spent, given } = handed;
  if (signIn.ended) return refused(`${signIn.ended.by} of step ${signIn.ended.step} ended it`);
  if (signIn.account.disabled) return refused(`the account was disabled at step ${signIn.account.disabled.step}`);
  if (spent) return isForgiven(handed, at, rules) ? either : refused(`it was spent at step ${spent.step}`);
  const over = endOfSignIn({ given, signIn: { ...signIn, maybeUsed: given } }, at, rules);
  if (over) return over;
  return !signIn.doubtful && livesFor(handed, given, 1, at, rules) ? good : either;
}

/** Whether a spent token may still be given its successor once more. */
export function isForgiven({ spent }: Handed, at: Span, { graceMs, slackMs }: ServerRules): boolean {
  return spent !== undefined && graceMs > 0 && ageAt(spent.at, at).leastMs <= graceMs + slackMs;
}

function endOfToken({ given }: Handed, at: Span, rules: ServerRules): Expected | undefined {
  const { access } = rules;
  if (!access || !isAfter(given, at, access.mostMs, rules)) return undefined;
  return refused(
    `an access token ends ${storyDuration(access.leastMs)} after its issue, and a clock's tolerance later`,
  );
}

function endOfSignIn(
  { signIn, given }: Pick<Handed, 'signIn' | 'given'>,
  at: Span,
  rules: ServerRules,
): Expected | undefined {
  const { absoluteMs, idleMs, renewal, credential } = rules;
  if (absoluteMs !== undefined && isAfter(signIn.began, at, absoluteMs, rules))
    return refused(`a sign-in ends ${storyDuration(absoluteMs)} after its login, however it is used`);
  // what is sealed moves with no use: only another one takes its place
  const since = credential === 'sealed' ? given : signIn.maybeUsed;
  if (idleMs !== undefined && renewal !== 'none' && isAfter(since, at, idleMs, rules))
    return refused(`a sign-in ends when it is not used for ${storyDuration(idleMs)}`);
  return undefined;
}

function livesFor({ signIn }: Handed, used: Span, share: number, at: Span, rules: ServerRules): boolean {
  const { absoluteMs, idleMs } = rules;
  if (absoluteMs === undefined || idleMs === undefined) return false;
  return isBefore(signIn.loggedIn, at, absoluteMs, rules) && isBefore(used, at, share * idleMs, rules);
}

function isAfter(since: Span, at: Span, endMs: number, { slackMs }: ServerRules): boolean {
  return ageAt(since, at).leastMs > endMs + slackMs;
}

function isBefore(since: Span, at: Span, endMs: number, { slackMs }: ServerRules): boolean {
  return ageAt(since, at).mostMs < endMs - slackMs;
}
