import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed } from '../../kit/clients/renewal.ts';
import { readings } from '../../kit/evidence/draws.ts';
import { formulaOf, successorFormula } from '../../kit/evidence/formulas.ts';
import { isMathRandom } from '../../kit/evidence/math-random.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Identifiers that were collected, and successors of refresh tokens. */
  readonly identifiers: number;
  readonly successors: number;
  /** What they were computed from; none where by no formula. */
  readonly from: readonly string[];
};

const logins = 6;
/** How far apart the clocks of the attacker and the server may be. */
const slackMs = 20;

export default {
  kind: 'attack',
  id: 'predictable-identifier',
  title: 'Identifiers that can be computed',
  question: 'Do a few identifiers, or what anybody knows, give away the next one, however random they look?',
  goal: 'Compute the identifier of the next sign-in, or the successor of a token, without asking the server.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-338', 'CWE-340', 'CWE-341', 'CWE-343', 'ASVS 7.2.3', 'ASVS 11.5.1', 'WSTG-SESS-01'],
  steps: [
    `The attacker logs in ${logins} times in a row, and then renews each sign-in where that can be done.`,
    "Each pair of identifiers is read as draws of V8's Math.random, in the ways in which people make identifiers of it: hexadecimal digits, letters, bytes, words, digits behind the point. Its state has 128 bits, which is what the system of equations is solved for.",
    'Each is compared with digests (MD5, SHA-1, SHA-256, SHA-512) of a counter, of the time in ms and s, and of names and the time; each successor with digests and HMACs of its parent and the time.',
    'What is computed proves an identifier bad; what is not proves none good.',
  ],
  fix: 'Draw every session id and refresh token from a cryptographically secure random source, 128 bits at least, and derive none from another.',
  controls: ['ids-of-math-random'],
  // whatever else draws at the same instance comes between
  needs: { alone: 'server' },
  appliesTo: ({ ambient, credential }) =>
    credential === 'reference' ||
    (ambient !== 'never' && credential !== 'sealed') ||
    'the credential is a statement, not an identifier',
  expected: () => 'blocked',

  async attempt(stage) {
    const { id, username, password } = stage.attacker;
    const names = [...new Set([id, username])];
    const values = { username, password };
    const held: Credential[] = [];
    const ids: string[] = [];
    const from = new Set<string>();
    for (let n = 0; n < logins; n += 1) {
      const { reply, known } = await timed(() => stage.perform('login', { instance: 0, values }));
      const identifier = identifierIn(reply.credential);
      if (identifier === undefined) continue;
      held.push(reply.credential);
      ids.push(drawnPart(identifier));
      const formula = formulaOf(identifier, { names, ...known });
      if (formula) from.add(formula);
    }
    let successors = 0;
    for (const parent of held) {
      const child = await renewed(stage, parent);
      if (!child) continue;
      successors += 1;
      const formula = successorFormula(identifierIn(parent) ?? '', child.id, { names, ...child.known });
      if (formula) from.add(formula);
    }
    for (const how of drawnBy(ids)) from.add(`Math.random, ${how}`);
    return { identifiers: ids.length, successors, from: [...from] };
  },

  judge({ identifiers, successors, from }): Judgement {
    const tries = identifiers + successors;
    const [first] = from;
    if (first) return { outcome: 'succeeded', tries, successes: tries, because: `they are computed from ${first}` };
    if (identifiers < 2)
      return { outcome: 'inconclusive', tries, because: 'fewer than two identifiers were handed out' };
    return {
      outcome: 'blocked',
      tries,
      successes: 0,
      because: `${identifiers} identifiers and ${successors} successors follow from no state of Math.random and from no usual formula`,
    };
  },
} satisfies Attack<Seen>;

/** The readings of identifiers in a row by which some of them are draws of Math.random. */
function drawnBy(ids: readonly string[]): string[] {
  return Object.entries(readings).flatMap(([how, read]) => {
    const drawn = ids.slice(1).some((_, i) => {
      const runs = ids.slice(i, i + 3).map(read);
      return runs.every((run) => run !== undefined) && isMathRandom(runs);
    });
    return drawn ? [how] : [];
  });
}

async function timed<T>(ask: () => Promise<T>) {
  const fromMs = Date.now() - slackMs;
  const reply = await ask();
  return { reply, known: { fromMs, toMs: Date.now() + slackMs } };
}

async function renewed(stage: Stage, held: Credential) {
  if (!stage.target.protocol.steps.refresh) return undefined;
  const { reply, known } = await timed(() => stage.perform('refresh', { instance: 0, as: held }));
  const id = isRenewed(stage, reply) ? identifierIn(reply.credential) : undefined;
  return id === undefined ? undefined : { id, known };
}

/** What refers to state on the server: the refresh token where there is one, else what requests present. */
function identifierIn(held: Credential): string | undefined {
  const artefacts = Object.values(held).filter(({ role }) => role !== 'companion');
  const artefact = artefacts.find(({ role }) => role !== 'access') ?? artefacts[0];
  return artefact && Object.values(artefact.values)[0];
}

/** Of an identifier in parts, the first that is long enough to be drawn. */
function drawnPart(id: string): string {
  return id.split(/[.:~]/).find(({ length }) => length >= 16) ?? id;
}
