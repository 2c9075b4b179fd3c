import type { Credential } from '../../scenarios/stage.ts';
import { kindOf } from '../../scenarios/tokens/credential-kind.ts';
import type { Step, StepName } from '../../servers/scheme.ts';
import { createClient } from '../driver/client.ts';
import { converse, type Turn } from '../driver/conversation.ts';
import { digest, redactText } from '../driver/redact.ts';
import { type OpenOptions, openTarget, startTarget } from './open-target.ts';
import type { ForeignSubject } from './subject.ts';

/**
 * Performs each step of a description once, as its first user, and shows what was sent and what was found in the answer.
 * Then it asks whether the description is true. Secrets are shown as digests.
 * @returns whether it is
 */
export async function dryRun(
  subject: ForeignSubject,
  options: OpenOptions,
  say: (line: string) => void,
): Promise<boolean> {
  await using site = await startTarget(subject, options);
  const { origin } = subject.foreign.description;
  const client = createClient(subject.protocol, new URL(origin).host, origin);
  const { username = '', password = '' } = subject.foreign.users[0] ?? {};
  let held: Credential = {};
  for (const name of order.filter((one) => subject.protocol.steps[one])) {
    say(`${name}`);
    const reply = await converse(
      client,
      name,
      { values: { username, password, ms: '200' }, as: held },
      (message) => site.transport.send(origin, message, options.signal),
      (turn) => show(turn, held, say),
    );
    if (reply.failure !== undefined) say(`  failed: ${redactText(reply.failure)}`);
    if (name === 'login' || name === 'refresh') held = reply.credential;
  }
  try {
    await using open = await openTarget(subject, options, site);
    const names = open.subject.foreign.users.map(({ id }) => id).join(', ');
    say(
      `the description is true: users are called ${names}; without a credential nobody is; a wrong password is refused`,
    );
    return true;
  } catch (error) {
    options.signal.throwIfAborted();
    say(`the description is not true: ${redactText(error instanceof Error ? error.message : String(error))}`);
    return false;
  }
}

const order: readonly StepName[] = ['visit', 'login', 'me', 'refresh', 'slow', 'logout'];

function show({ step, message, answer, saved, reply }: Turn, before: Credential, say: (line: string) => void): void {
  const carried = [message.headers.cookie && 'cookies', message.headers.authorization && 'authorization'].filter(
    Boolean,
  );
  const path = redactText(message.path.split('?')[0] ?? '');
  say(`  ${message.method} ${path}${bodyOf(step)}${carried.length > 0 ? `, with ${carried.join(' and ')}` : ''}`);
  const right = step.ok.includes(answer.status) ? '' : `, where ${step.ok.join(' or ')} was expected`;
  say(`    → ${answer.status === 0 ? `no answer (${answer.failure})` : answer.status}${right}`);
  for (const [name, text] of Object.entries(saved)) say(`    saved ${name}: #${digest(text)}`);
  for (const name of Object.keys(step.save ?? {}))
    if (!(name in saved)) say(`    found no ${name} at ${step.save?.[name]}`);
  for (const [name, { values }] of Object.entries(reply.credential)) {
    const old = Object.values(before[name]?.values ?? {});
    const fresh = Object.entries(values).filter(([, value]) => !old.includes(value));
    if (fresh.length > 0)
      say(
        `    ${name}: ${fresh.map(([key, value]) => `${key} #${digest(value)} (${kindOf(value)}, ${value.length} characters)`).join(', ')}`,
      );
  }
  if (step.subject !== undefined) say(`    speaks for: ${reply.subject ?? `nobody, at ${step.subject}`}`);
}

/** As the description has it: what is filled in is secret. */
function bodyOf({ json, form }: Step): string {
  return json
    ? ` ${JSON.stringify(json)}`
    : form
      ? ` ${new URLSearchParams(form)}`.replaceAll('%7B', '{').replaceAll('%7D', '}')
      : '';
}
