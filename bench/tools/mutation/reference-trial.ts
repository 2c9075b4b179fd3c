import type { Judgement } from '../../../scenarios/kinds/attack.ts';

/** What an attack came to on a server as it is, and should come to on a sound one. */
export interface ReferenceTrial {
  readonly attack: string;
  readonly outcome: Judgement['outcome'];
  readonly expected: Judgement['outcome'];
  readonly because: string;
  readonly durationMs: number;
  readonly breaksContract?: true;
}

/** The contract, which every server is held to before it is attacked, finds things too. */
export function isCaught({ outcome, expected, breaksContract }: ReferenceTrial): boolean {
  return outcome === 'inconclusive' ? breaksContract === true : outcome !== expected;
}
