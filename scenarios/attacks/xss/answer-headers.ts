import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';

type Answer = { readonly at: string; readonly status: number; readonly faults: readonly string[] };

type Seen = { readonly answers: readonly Answer[] };

export default {
  kind: 'attack',
  id: 'answer-headers',
  title: 'Protective answer headers',
  question: 'Does every answer say how a browser must treat it, or may it be framed, guessed at and sent in the clear?',
  goal: 'Find an answer that a cross-site page can frame or take for a script, or that tells what software answered.',
  precondition: 'web-page',
  severity: 'low',
  references: [
    'CWE-693',
    'CWE-1021',
    'ASVS 3.4.1',
    'ASVS 3.4.3',
    'ASVS 3.4.4',
    'ASVS 3.4.5',
    'ASVS 3.4.6',
    'ASVS 4.1.1',
    'WSTG-CONF-07',
  ],
  steps: [
    'Answers are collected: to a login, to its owner, to a stranger, to an unknown resource and to a malformed body.',
    'Each must name its content type, forbid guessing, framing and referrers, demand TLS for a year where TLS is what it is asked by, and not name its software. Of a redirect nothing is shown: the last two are asked of it.',
  ],
  fix: 'Send with every page the headers that some of them lack, and do not name your software.',
  controls: ['careless-answer-headers'],
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { username, password } = stage.victim;
    const values = { username, password };
    const login = await stage.perform('login', { values });
    const me = stage.request('me');
    const { plainHttp } = stage.target;
    const replies: Readonly<Record<string, Reply>> = {
      login,
      me: await stage.perform('me', { as: login.credential }),
      'me for a stranger': await stage.send(me),
      'unknown resource': await stage.send({ ...me, path: '/no-such-thing' }),
      'malformed body': await stage.send({ ...stage.request('login', { values }), body: '{' }),
      'wrong method': await stage.send({ ...me, method: 'DELETE' }),
    };
    return {
      answers: Object.entries(replies).map(([at, reply]) => ({
        at,
        status: reply.status,
        faults: faultsOf(reply, plainHttp),
      })),
    };
  },

  judge({ answers }): Judgement {
    const faulty = answers.filter(({ faults }) => faults.length > 0);
    const counts = { tries: answers.length, successes: faulty.length };
    if (faulty.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${faulty.length} of ${answers.length} answers lack a header that protects them: ${inWords(faulty)}`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${answers.length} answers, each with every header that protects it`,
    };
  },
} satisfies Attack<Seen>;

/** By what is lacking, since a server often has it in one place for many answers. */
function inWords(faulty: readonly Answer[]): string {
  const kinds = [...new Set(faulty.flatMap(({ faults }) => faults))];
  const at = (fault: string) => faulty.filter(({ faults }) => faults.includes(fault)).map((one) => one.at);
  return kinds.map((fault) => `${fault} (${at(fault).join(', ')})`).join('; ');
}

const YEAR_S = 31_536_000;

/** @param plainHttp browsers heed no demand for TLS that came without it (RFC 6797 §8.1) */
function faultsOf({ status, headers, body, text = '' }: Reply, plainHttp = false): string[] {
  const value = (name: string) => String(headers[name] ?? '').toLowerCase();
  const maxAge = Number(/max-age=(\d+)/.exec(value('strict-transport-security'))?.[1] ?? 0);
  const policy = value('content-security-policy');
  const always = [
    plainHttp || maxAge >= YEAR_S ? '' : 'may be asked for in the clear',
    [value('x-powered-by'), value('server')].some((name) => !namesNothing.test(name)) ? 'names its software' : '',
  ];
  // a browser goes on without looking into it
  const isRedirect = status >= 300 && status < 400 && headers.location !== undefined;
  const shown = [
    value('x-content-type-options') === 'nosniff' ? '' : 'may be taken for another type',
    /no-referrer|same-origin|strict-origin/.test(value('referrer-policy')) ? '' : 'its address is passed on',
    // where the policy says nothing of frames, the older header does (HTML, "X-Frame-Options")
    /frame-ancestors/.test(policy) || /^(deny|sameorigin)$/.test(value('x-frame-options').trim())
      ? ''
      : 'may be framed',
    contentPolicyFault(policy),
    typeFault(value('content-type'), body, text),
  ];
  return [...always, ...(isRedirect ? [] : shown)].filter((fault) => fault !== '');
}

/** What stands there instead, where somebody has it hidden. */
const namesNothing = /^(hidden|none|redacted|unknown|-)?$/;

function contentPolicyFault(policy: string): string {
  if (policy === '') return 'has no content policy';
  const isWhole = /object-src 'none'|default-src 'none'/.test(policy) && /base-uri/.test(policy);
  return isWhole ? '' : 'has a content policy without object-src or base-uri';
}

/** A text needs its charset (ASVS 4.1.1); JSON is UTF-8, and knows no such parameter (RFC 8259 §11). */
function typeFault(type: string, body: unknown, text: string): string {
  if (body !== undefined) return /^application\/([\w.+-]+\+)?json\b/.test(type) ? '' : 'is JSON under another type';
  if (text === '') return '';
  if (type === '') return 'has no type';
  return /^text\//.test(type) && !/charset=/.test(type) ? 'has no type with charset' : '';
}
