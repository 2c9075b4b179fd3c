import type { Settings } from '../../../servers/settings.ts';
import type { Attack } from '../../kinds/attack.ts';
import { mintEach, minterFrom } from '../../kit/tokens/minted-token.ts';
import { judgePresented, present, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

/** Which one key fits (RFC 7518 §3.2, §3.3 and §3.5). Keys on curves fit one alone. */
const fitting = [
  ['HS256', 'HS384', 'HS512'],
  ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
] as const;

export default [twoAlgorithms('key-two-algorithms', 'HS256'), twoAlgorithms('key-two-algorithms-rs256', 'RS256')];

function twoAlgorithms(id: string, algorithm: Settings['algorithm']): Attack<TokensSeen> {
  return {
    kind: 'attack',
    id,
    title: `One key with several algorithms, ${algorithm}`,
    question: `Is the key of ${algorithm} good with that algorithm alone, although it fits others?`,
    goal: 'Have what the key signed elsewhere, or in a weaker way, taken for a token of the server.',
    precondition: 'own-account',
    severity: 'low',
    references: ['CWE-347', 'RFC 8725 §3.1', 'RFC 7517 §4.4', 'ASVS 9.1.2'],
    steps: [
      'The attacker signs in.',
      'Tokens are signed with the key of the server, each like a genuine one but under another algorithm that the key fits, which the header names.',
      'They ask with each who they are.',
    ],
    fix: 'Bind each key to one algorithm, and verify with that one, whatever the header of a token names.',
    controls: ['key-of-any-algorithm'],
    needs: { hooks: ['mint'], settings: { algorithm }, otherAlgorithms: 'of the same kind of key' },
    appliesTo: statesClaims,
    expected: () => 'blocked',

    async attempt(stage) {
      const held = await stage.signIn(stage.attacker);
      const minter = await minterFrom(stage, held);
      const own = String(minter.header.alg);
      const others = fitting.map((all) => all.map(String)).find((all) => all.includes(own)) ?? [];
      const changes = others.filter((one) => one !== own).map((one) => [one, { algorithm: one }]);
      return present(stage, held, await mintEach(minter, Object.fromEntries(changes)));
    },

    judge: (seen) => judgePresented(seen, 'tokens under another algorithm'),
  };
}
