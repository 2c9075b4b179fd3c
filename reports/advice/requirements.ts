import { z } from 'zod';
import { parseBytes, parseDuration } from '../quantity.ts';

export const clientKinds = ['browser', 'spa', 'native', 'service', 'mobile'] as const;
export const goals = ['cost', 'latency', 'capacity'] as const;
export type Goal = (typeof goals)[number];

const time = quantity(parseDuration, 'is no time, such as 5s, 15m or 8h');
const size = quantity(parseBytes, 'is no size, such as 4096 or 8KiB');

/** What an architect asks of a scheme, read from text. What is absent is not asked. */
export const Requirements = z.object({
  revocationMs: time.optional(),
  logoutEverywhere: z.stringbool().optional(),
  instances: z.coerce.number().int().positive().optional(),
  storeAllowed: z.stringbool().optional(),
  storeOutageMs: time.optional(),
  clients: listOf(clientKinds).optional(),
  thirdPartyVerification: z.stringbool().optional(),
  sessionLengthMs: time.optional(),
  headerLimitBytes: size.optional(),
  prefer: listOf(goals).optional(),
});
export type Requirements = z.output<typeof Requirements>;

export interface Question {
  /** The flag that answers it, without dashes, and what it takes. */
  readonly flag: string;
  readonly takes: string;
  readonly ask: string;
}

/** One question for each requirement, in the order in which they are asked. */
export const questions: Readonly<Record<keyof Requirements, Question>> = {
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
  prefer: { flag: 'prefer', takes: 'list', ask: `What matters most beyond that, of ${goals.join(', ')}, in order?` },
};

function quantity(parse: (text: string) => number | undefined, otherwise: string) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue(`'${text}' ${otherwise}`);
    return z.NEVER;
  });
}

function listOf<const T extends readonly [string, ...string[]]>(allowed: T) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(allowed)));
}
