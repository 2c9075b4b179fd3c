import { BenchError } from '../errors.ts';
import { tool } from '../machine/tool.ts';
import { type AgentCard, readCard } from './agent-card.ts';
import type { Control } from './control.ts';
import { controlKeys } from './control-keys.ts';

/** Of all agents that are there, by their names. */
export async function presentCards({ asked }: Control): Promise<AgentCard[]> {
  const names: string[] = [];
  for (let cursor = '0'; ; ) {
    const [next, found] = await asked.scan(cursor, 'MATCH', controlKeys.allCards, 'COUNT', 200);
    names.push(...found);
    cursor = next;
    if (cursor === '0') break;
  }
  if (names.length === 0) return [];
  const texts = await asked.mget(names);
  const cards = texts.flatMap((text) => readCard(text) ?? []);
  return cards.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** @throws BenchError AB-E403 where one is of another version than this bench, or runs servers on another Node.js */
export function refuseUnlike(cards: readonly AgentCard[]): void {
  const named = (some: readonly AgentCard[], of: 'version' | 'node') =>
    some.map((card) => `${card.name} is ${card[of]}`).join(', ');
  const unlike = cards.filter(({ version }) => version !== tool.version);
  if (unlike.length > 0)
    throw new BenchError(
      'AB-E403',
      `agents are of another version than this bench, which is ${tool.version}: ${named(unlike, 'version')}`,
    );
  // the report says what servers ran on
  const { node } = process.versions;
  const others = cards.filter((card) => card.roles.includes('servers') && card.node !== node);
  if (others.length > 0)
    throw new BenchError(
      'AB-E403',
      `agents run servers on another Node.js than this bench, ${node}: ${named(others, 'node')}`,
    );
}

export function cardText({ name, host, cores, node, version, clockOffsetMs, roundTripMs }: AgentCard): string {
  return `${name} on ${host}: ${cores} cores, Node.js ${node}, authbench ${version}, clock ${clockOffsetMs.toFixed(1)} ms off, ${roundTripMs.toFixed(2)} ms from the control Redis`;
}
