import { parseBytes, parseDuration } from '../text/quantity.ts';

export const clientKinds = ['browser', 'spa', 'native', 'service', 'mobile'] as const;
export const goals = ['cost', 'latency', 'capacity'] as const;
export type Goal = (typeof goals)[number];

/** What an architect asks of a scheme. What is absent is not asked. */
export interface Requirements {
  readonly revocationMs?: number;
  readonly logoutEverywhere?: boolean;
  readonly instances?: number;
  readonly storeAllowed?: boolean;
  readonly storeOutageMs?: number;
  readonly clients?: readonly (typeof clientKinds)[number][];
  readonly thirdPartyVerification?: boolean;
  readonly sessionLengthMs?: number;
  readonly headerLimitBytes?: number;
  /** Of OWASP ASVS 5.0: all that is asked up to it. */
  readonly asvsLevel?: 1 | 2 | 3;
  /** Signed in at once. */
  readonly users?: number;
  readonly ratePerSecond?: number;
  readonly prefer?: readonly Goal[];
}

/** Answers as they were typed. */
export type Given = Readonly<Partial<Record<keyof Requirements, string>>>;

export interface Problem {
  readonly name: keyof Requirements;
  readonly message: string;
}

/** Reads every answer. What cannot be read is left out and named. The command line and the page both ask here. */
export function readRequirements(given: Given): {
  readonly requirements: Requirements;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const read = Object.entries(given).flatMap(([key, text]) => {
    const name = key as keyof Requirements;
    const value = readers[name](text.trim());
    if (!(value instanceof Unreadable)) return [[name, value]];
    problems.push({ name, message: value.message });
    return [];
  });
  return { requirements: Object.fromEntries(read) as Requirements, problems };
}

export interface RequirementQuestion {
  /** The flag that answers it, without dashes, and what it takes. */
  readonly flag: string;
  readonly takes: string;
  readonly ask: string;
}

/** One question for each requirement, in the order in which they are asked. */
export const questions: Readonly<Record<keyof Requirements, RequirementQuestion>> = {
  revocationMs: { flag: 'revocation', takes: 'time', ask: 'How soon must an ended sign-in be refused?' },
  logoutEverywhere: {
    flag: 'logout-everywhere',
    takes: 'yes|no',
    ask: 'Must a user or an operator be able to end all sign-ins of an account?',
  },
  instances: { flag: 'instances', takes: 'count', ask: 'How many instances serve one user?' },
  storeAllowed: { flag: 'store', takes: 'yes|no', ask: 'May there be a store that all instances share?' },
  storeOutageMs: {
    flag: 'store-outage',
    takes: 'time',
    ask: 'How long an outage of that store must signed-in users not notice?',
  },
  clients: { flag: 'clients', takes: 'list', ask: `Which clients are there, of ${clientKinds.join(', ')}?` },
  thirdPartyVerification: {
    flag: 'third-party',
    takes: 'yes|no',
    ask: 'Must services of others know the user without asking yours?',
  },
  sessionLengthMs: { flag: 'session', takes: 'time', ask: 'How long must a user stay signed in without a login?' },
  headerLimitBytes: { flag: 'header-limit', takes: 'bytes', ask: 'How many bytes of a request may credentials take?' },
  asvsLevel: { flag: 'asvs', takes: '1|2|3', ask: 'Which level of OWASP ASVS 5.0 must it pass?' },
  users: { flag: 'users', takes: 'count', ask: 'How many users are signed in at once?' },
  ratePerSecond: { flag: 'rate', takes: 'count', ask: 'How many requests are there in a second?' },
  prefer: { flag: 'prefer', takes: 'list', ask: `What matters most beyond that, of ${goals.join(', ')}, in order?` },
};

/** Every requirement with its question. */
export const asked = Object.entries(questions) as [keyof Requirements, RequirementQuestion][];

class Unreadable {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

type Reader = (text: string) => number | boolean | readonly string[] | Unreadable;

const time = quantity(parseDuration, 'is no time, such as 5s, 15m or 8h');
const size = quantity(parseBytes, 'is no size, such as 4096 or 8KiB');

const readers: Readonly<Record<keyof Requirements, Reader>> = {
  revocationMs: time,
  logoutEverywhere: yesOrNo,
  instances: count,
  storeAllowed: yesOrNo,
  storeOutageMs: time,
  clients: listOf(clientKinds),
  thirdPartyVerification: yesOrNo,
  sessionLengthMs: time,
  headerLimitBytes: size,
  asvsLevel: level,
  users: count,
  ratePerSecond: count,
  prefer: listOf(goals),
};

function quantity(parse: (text: string) => number | undefined, otherwise: string): Reader {
  return (text) => parse(text) ?? new Unreadable(`'${text}' ${otherwise}`);
}

function count(text: string): number | Unreadable {
  const value = /^\d+(e\d{1,2})?$/i.test(text) ? Number(text) : 0;
  return value > 0 ? value : new Unreadable(`'${text}' is no count of 1 or more`);
}

function level(text: string): number | Unreadable {
  return ['1', '2', '3'].includes(text) ? Number(text) : new Unreadable(`'${text}' is no level of 1, 2 or 3`);
}

function yesOrNo(text: string): boolean | Unreadable {
  const word = text.toLowerCase();
  if (['yes', 'y', 'true', '1', 'on'].includes(word)) return true;
  return ['no', 'n', 'false', '0', 'off'].includes(word) ? false : new Unreadable(`'${text}' is neither yes nor no`);
}

function listOf(allowed: readonly string[]): Reader {
  return (text) => {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
    const unknown = items.filter((item) => !allowed.includes(item));
    return unknown.length === 0 && items.length > 0
      ? items
      : new Unreadable(
          `${unknown.map((item) => `'${item}'`).join(', ') || 'nothing'} is none of ${allowed.join(', ')}`,
        );
  };
}
