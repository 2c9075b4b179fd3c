import type { Credential, Reply } from '../../../../scenarios/exchange.ts';
import type { StepName } from '../../../../servers/scheme.ts';
import { createClient } from '../../../driver/client.ts';
import { converse, type Turn } from '../../../driver/conversation.ts';
import type { Transport } from '../../../driver/transport.ts';
import type { Described } from '../described.ts';
import { showTurn } from './turn-text.ts';

export interface Rehearsed {
  readonly reply: Reply;
  readonly turns: readonly Turn[];
}

/**
 * Performs one step of a description as its first user, and shows each request with what was found in its answer.
 * @param values what templates name, over what they are filled with anyway
 */
export async function rehearse(
  { protocol, external }: Described,
  name: StepName,
  as: Credential,
  transport: Pick<Transport, 'send'>,
  signal: AbortSignal,
  say: (line: string) => void,
  values: Readonly<Record<string, string>> = {},
): Promise<Rehearsed> {
  const { origin } = external.description;
  const client = createClient(protocol, new URL(origin).host, origin);
  const { username = '', password = '' } = external.users[0] ?? {};
  const turns: Turn[] = [];
  const reply = await converse(
    client,
    name,
    { values: { username, password, ms: '200', ...values }, as },
    (message) => transport.send(origin, message, signal),
    (turn) => {
      turns.push(turn);
      showTurn(turn, as, username, say);
    },
  );
  return { reply, turns };
}
