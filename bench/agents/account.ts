import type { Results } from '../../reports/results/results.ts';
import { upperQuantile } from '../../reports/statistics/median.ts';
import type { Part } from '../generator/job.ts';
import type { AgentCard } from './agent-card.ts';
import type { Agreement } from './agreement.ts';

export type AgentFacts = NonNullable<Results['agents']>;

/** What each agent did in a run, as it is told. */
export interface Account {
  block(parts: readonly Part[]): void;
  /** What the target saw of a block, as it was told before and is judged now. */
  seen(before: readonly Part[], judged: readonly Part[]): void;
  agreed(found: ReadonlyMap<string, Agreement>): void;
  /** An agent ran so many cells. */
  ran(name: string, cells: number): void;
  /** An agent brought up so many instances. */
  brought(name: string, instances: number): void;
  facts(
    cards: readonly AgentCard[],
    losses: readonly { readonly name: string; readonly because: string }[],
  ): AgentFacts;
}

interface Done {
  blocks: number;
  sent: number;
  completed: number;
  readonly skews: number[];
  readonly wrong: Map<string, number>;
  agreement: Agreement | undefined;
  cells: number;
  instances: number;
}

export function openAccount(): Account {
  const done = new Map<string, Done>();
  const of = (name: string): Done => {
    const none = { blocks: 0, sent: 0, completed: 0, cells: 0, instances: 0 };
    const fresh = { ...none, skews: [], wrong: new Map(), agreement: undefined };
    const one = done.get(name) ?? fresh;
    done.set(name, one);
    return one;
  };
  const blame = ({ by, wrong }: Part, known: readonly string[] = []) => {
    const own = of(by).wrong;
    for (const text of wrong.filter((one) => !known.includes(one))) {
      // how much it was is another one each time
      const alike = text.replace(/(?<![a-z])\d[\d.,]*/g, '…');
      own.set(alike, (own.get(alike) ?? 0) + 1);
    }
  };
  return {
    block(parts) {
      for (const part of parts) {
        const one = of(part.by);
        one.blocks += 1;
        one.sent += part.counts.sent;
        one.completed += part.counts.completed;
        blame(part);
      }
    },
    seen(before, judged) {
      for (const [place, part] of judged.entries()) {
        if (part.skewMs !== undefined) of(part.by).skews.push(part.skewMs);
        blame(part, before[place]?.wrong);
      }
    },
    agreed(found) {
      for (const [name, agreement] of found) of(name).agreement = agreement;
    },
    ran(name, cells) {
      of(name).cells += cells;
    },
    brought(name, instances) {
      of(name).instances += instances;
    },
    facts: (cards, losses) =>
      [...new Map(cards.map((card) => [card.name, card])).values()].map((card) => {
        const { name, host, node, cores, clockOffsetMs, roundTripMs } = card;
        const { blocks, sent, completed, skews, wrong, agreement, cells, instances } = of(name);
        const at = (share: number) => toUs(upperQuantile(skews, share));
        return {
          ...{ name, host, node, cores, clockOffsetMs: toUs(clockOffsetMs), roundTripMs: toUs(roundTripMs) },
          ...{ blocks, sent, completed },
          ...(cells > 0 && { cells }),
          ...(instances > 0 && { instances }),
          startSkewMs: skews.length === 0 ? null : { p50: at(0.5), p99: at(0.99), blocks: skews.length },
          agreement: agreement ? { ratio: agreement.ratio, low: agreement.low, high: agreement.high } : null,
          wrong: [...wrong].map(([because, of]) => ({ because, blocks: of })),
          lost: losses.find((loss) => loss.name === name)?.because ?? null,
        };
      }),
  };
}

/** In ms, to the µs. */
function toUs(ms: number): number {
  return Number(ms.toFixed(3));
}
