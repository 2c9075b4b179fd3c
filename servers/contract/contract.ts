import { acceptedRules } from './accepted.ts';
import { refusedRules } from './refused.ts';
import type { Rule } from './rule.ts';

/** All rules: what is accepted, and what is refused. */
export const contractRules: readonly Rule[] = [...acceptedRules, ...refusedRules];
