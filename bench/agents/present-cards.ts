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

/** What an agent has unlike this bench, so that it cannot take part; undefined where there is nothing. */
export function unlikeness({ version, roles, node }: AgentCard): 'version' | 'node' | undefined {
  if (version !== tool.version) return 'version';
  // the report says what servers ran on
  return roles.includes('servers') && node !== process.versions.node ? 'node' : undefined;
}

/** @throws BenchError AB-E403 where one is of another version than this bench, or runs servers on another Node.js */
export function refuseUnlike(cards: readonly AgentCard[]): void {
  const named = (of: 'version' | 'node') =>
    cards
      .filter((card) => unlikeness(card) === of)
      .map((card) => `${card.name} is ${card[of]}`)
      .join(', ');
  const [versions, nodes] = [named('version'), named('node')];
  if (versions !== '')
    throw new BenchError(
      'AB-E403',
      `agents are of another version than this bench, which is ${tool.version}: ${versions}`,
    );
  if (nodes !== '')
    throw new BenchError(
      'AB-E403',
      `agents run servers on another Node.js than this bench, ${process.versions.node}: ${nodes}`,
    );
}

export function cardText({ name, host, cores, node, version, clockOffsetMs, roundTripMs }: AgentCard): string {
  return `${name} on ${host}: ${cores} cores, Node.js ${node}, authbench ${version}, clock ${clockOffsetMs.toFixed(1)} ms off, ${roundTripMs.toFixed(2)} ms from the control Redis`;
}
