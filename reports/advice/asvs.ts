import { auditsOf, numbersOf, takesText } from '../standards/audit.ts';
import type { Assessment, Constraint } from './constraint.ts';

export default {
  id: 'asvs',
  title: 'It passes an audit by OWASP ASVS 5.0',
  rule: 'Ruled out where an attack broke a requirement of that level or one below it. It passes where every attack that is about one was held off; of what no attack is about, nothing is said.',
  asked: ({ asvsLevel }) => (asvsLevel === undefined ? undefined : `it passes ASVS 5.0 level ${asvsLevel}`),
  judge(scheme, { asvsLevel = 1 }, results): Assessment {
    const audit = auditsOf(results, asvsLevel).find((one) => one.scheme === scheme.id);
    if (audit === undefined) return { state: 'undecided', because: 'this run does not have it', evidence: [] };
    const { broken, open, held, unreached } = audit;
    const takes = takesText(broken);
    if (broken.length > 0)
      return {
        state: 'breaks',
        because: `not met: ${numbersOf(broken)}, shown by ${[...new Set(broken.flatMap(({ attacks, properties }) => [...attacks, ...properties]))].join(', ')}`,
        evidence: broken.flatMap(({ evidence }) => evidence.slice(0, 1)),
        flip: takes === undefined ? 'that is fixed' : `it gets ${takes}`,
      };
    if (open.length > 0 || held.length === 0)
      return {
        state: 'undecided',
        because: `nothing broke it, and ${open.length} requirements were not tried to the end (${numbersOf(open.slice(0, most))}${open.length > most ? ' …' : ''}): --suite security runs all attacks`,
        evidence: [],
      };
    return {
      state: 'meets',
      because: `${held.length} requirements were attacked, and none fell: ${numbersOf(held)}`,
      evidence: held.flatMap(({ evidence }) => evidence.slice(0, 1)),
      ...(unreached.length > 0 && { needs: `somebody who looks at what no attack is about: ${numbersOf(unreached)}` }),
    };
  },
} satisfies Constraint;

/** More numbers than this tell a reader nothing. */
const most = 6;
