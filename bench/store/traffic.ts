import type { StoreClient } from './client.ts';

/** What a store was asked and what it answered, by its own count since it was started. */
export interface StoreTraffic {
  readonly commands: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** @returns reads it, and leaves out what the reading itself takes, each time. */
export function trafficOf(client: StoreClient): () => Promise<StoreTraffic> {
  const own = { commands: 0, bytesIn: 0, bytesOut: 0 };
  return async () => {
    const text = String(await client.ask(...question));
    const count = (fact: string) => Number(new RegExp(`^${fact}:(\\d+)`, 'm').exec(text)?.[1]);
    own.commands += 1;
    own.bytesIn += question.reduce((sum, word) => sum + bulkBytes(word), `*${question.length}\r\n`.length);
    const traffic = {
      commands: count('total_commands_processed') - own.commands,
      bytesIn: count('total_net_input_bytes') - own.bytesIn,
      // an answer is on its way only after what it tells was counted
      bytesOut: count('total_net_output_bytes') - own.bytesOut,
    };
    own.bytesOut += bulkBytes(text);
    return traffic;
  };
}

const question = ['INFO', 'stats'] as const;

function bulkBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  return `$${bytes}\r\n\r\n`.length + bytes;
}

export function trafficBetween(before: StoreTraffic, after: StoreTraffic): StoreTraffic {
  return {
    commands: after.commands - before.commands,
    bytesIn: after.bytesIn - before.bytesIn,
    bytesOut: after.bytesOut - before.bytesOut,
  };
}
