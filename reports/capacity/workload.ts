import { parseDuration } from '../text/quantity.ts';
import { duration, exact, figure, percent } from '../text/wording.ts';

/** The steps of a sign-in that a plan is made of. */
export const steps = ['read', 'login', 'renewal'] as const;
export type LoadStep = (typeof steps)[number];
export type Mix = Readonly<Record<LoadStep, number>>;

/** What a system has to carry. */
export interface Workload {
  /** Signed in at once. */
  readonly users: number;
  readonly ratePerSecond: number;
  /** Shares of the requests; together 1. */
  readonly mix: Mix;
  readonly sessionLengthMs: number;
  readonly accessMs: number;
  /** How much of what a core carries at saturation is asked of it. */
  readonly utilisation: number;
}

/** Answers as they were typed. */
export type Given = Readonly<Partial<Record<keyof Workload, string>>>;

export interface Question {
  /** The flag that answers it, without dashes, and what it takes. */
  readonly flag: string;
  readonly takes: string;
  readonly ask: string;
  /** What is taken where there is no answer; without it, an answer is needed. */
  readonly otherwise?: string;
}

/** One question for each part, in the order in which they are asked. */
export const questions: Readonly<Record<keyof Workload, Question>> = {
  users: { flag: 'users', takes: 'count', ask: 'How many users are signed in at once?' },
  ratePerSecond: { flag: 'rate', takes: 'count', ask: 'How many requests are there in a second?' },
  mix: {
    flag: 'mix',
    takes: 'shares',
    ask: 'Which shares of them are reads, logins and renewals?',
    otherwise: 'what follows from users, session length and access, with everybody active',
  },
  sessionLengthMs: {
    flag: 'session-length',
    takes: 'time',
    ask: 'How long does a user stay signed in?',
    otherwise: '8h',
  },
  accessMs: { flag: 'access', takes: 'time', ask: 'How long does an access token live?', otherwise: '5m' },
  utilisation: {
    flag: 'utilisation',
    takes: 'share',
    ask: 'How much of what a core carries may be asked of it?',
    otherwise: '0.6',
  },
};

/** Every part with its question. */
export const asked = Object.entries(questions) as [keyof Workload, Question][];

/** What a situation looks like that there is something to change in. */
export const example: Given = {
  users: '1e6',
  ratePerSecond: '20000',
  mix: 'read=0.97,login=0.01,renewal=0.02',
  sessionLengthMs: '8h',
  accessMs: '5m',
  utilisation: '0.6',
};

export interface Problem {
  readonly name: keyof Workload;
  readonly message: string;
}

export type Reading = { readonly workload: Workload } | { readonly problems: readonly Problem[] };

/** Reads every answer and names all that cannot be read. The command line and the page both ask here. */
export function readWorkload(given: Given): Reading {
  const problems: Problem[] = [];
  const read = (name: keyof Workload) => {
    const text = given[name]?.trim() || questions[name].otherwise;
    const value = text === undefined ? Number.NaN : readers[name](text);
    const needed = text === undefined ? 'is needed' : `'${text}' ${wrong[name]}`;
    if (Number.isNaN(value)) problems.push({ name, message: needed });
    return value;
  };
  const [users, ratePerSecond, sessionLengthMs, accessMs, utilisation] = (
    ['users', 'ratePerSecond', 'sessionLengthMs', 'accessMs', 'utilisation'] as const
  ).map(read) as [number, number, number, number, number];
  const of = { users, ratePerSecond, sessionLengthMs, accessMs };
  const typed = given.mix?.trim();
  const mix = typed ? readMix(typed) : problems.length > 0 ? undefined : everybodyActive(of);
  if (typeof mix === 'string') problems.push({ name: typed ? 'mix' : 'ratePerSecond', message: mix });
  if (problems.length > 0 || typeof mix !== 'object') return { problems };
  return { workload: { ...of, mix, utilisation } };
}

/** The workload in words. */
export function workloadText({ users, ratePerSecond, mix, sessionLengthMs, accessMs, utilisation }: Workload): string {
  const parts = steps.filter((step) => mix[step] > 0).map((step) => `${percent(mix[step])} ${plurals[step]}`);
  return `${exact(users)} users signed in for ${duration(sessionLengthMs)} each, ${figure(ratePerSecond)} requests/s (${parts.join(', ')}); access tokens of ${duration(accessMs)}, cores used to ${percent(utilisation)}`;
}

export const plurals: Readonly<Record<LoadStep, string>> = { read: 'reads', login: 'logins', renewal: 'renewals' };

const readers: Readonly<Record<keyof Workload, (text: string) => number>> = {
  users: (text) => Math.round(above0(text)),
  ratePerSecond: above0,
  mix: () => 0,
  sessionLengthMs: (text) => parseDuration(text) ?? Number.NaN,
  accessMs: (text) => parseDuration(text) ?? Number.NaN,
  utilisation(text) {
    const value = text.endsWith('%') ? above0(text.slice(0, -1)) / 100 : above0(text);
    return value <= 1 ? value : Number.NaN;
  },
};

const wrong: Readonly<Record<keyof Workload, string>> = {
  users: 'is no count above 0, such as 20000 or 1e6',
  ratePerSecond: 'is no count above 0, such as 500 or 2e4',
  mix: '',
  sessionLengthMs: 'is no time, such as 30m or 8h',
  accessMs: 'is no time, such as 5m or 1h',
  utilisation: 'is no share above 0 and up to 1, such as 0.6 or 60%',
};

function above0(text: string): number {
  const value = /^\d+(\.\d+)?(e\d{1,2})?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  return value > 0 ? value : Number.NaN;
}

/** Logins and renewals as often as everybody needs them who stays active; all else is reads. */
function everybodyActive(of: Pick<Workload, 'users' | 'ratePerSecond' | 'sessionLengthMs' | 'accessMs'>) {
  const perSecond = (everyMs: number) => (of.users * 1_000) / everyMs;
  const [login, renewal] = [perSecond(of.sessionLengthMs), perSecond(of.accessMs)].map(
    (count) => count / of.ratePerSecond,
  ) as [number, number];
  const read = 1 - login - renewal;
  if (read >= 0) return { read, login, renewal };
  const needed = perSecond(of.sessionLengthMs) + perSecond(of.accessMs);
  return `'${figure(of.ratePerSecond)}' is less than the ${figure(needed)} logins and renewals a second of so many users, all of them active: say the mix, or a higher rate`;
}

function readMix(text: string): Mix | string {
  const mix = { read: 0, login: 0, renewal: 0 };
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, name = '', share = ''] = /^(\w+)=(\d*\.?\d+)$/.exec(part) ?? [];
    const step = steps.find((one) => one === name);
    if (step === undefined) return `'${part}' is no share of ${steps.join(', ')}, such as read=0.97`;
    if (mix[step] > 0) return `names ${step} twice`;
    mix[step] = Number(share);
  }
  const sum = steps.reduce((all, step) => all + mix[step], 0);
  return Math.abs(sum - 1) < 1e-6 ? mix : `'${text}' comes to ${figure(sum)} and not to 1`;
}
