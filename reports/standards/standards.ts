import { asvs } from './asvs.ts';
import { rfc8725bis } from './rfc-8725bis.ts';
import { rfc9700 } from './rfc-9700.ts';
import { rfc10017 } from './rfc-10017.ts';
import type { Rule, Standard } from './rule.ts';

/** In the order in which a reader meets them. */
export const standards: readonly Standard[] = [...asvs, rfc8725bis, rfc9700, rfc10017];

export const rules: readonly Rule[] = standards.flatMap((one) => one.rules);
