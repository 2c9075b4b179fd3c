import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Json, readCompact } from '../../kit/tokens/compact-token.ts';
import { newIssuerKey, openKeySet } from '../../kit/tokens/key-set.ts';
import {
  accessTokenOf,
  asAdmin,
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
  withAccessToken,
} from '../../kit/tokens/presented-token.ts';

type Seen = TokensSeen & {
  /** Whom the service takes the other issuer's user for who has there the id of our administrator. */
  readonly theirUserIs: 'our administrator' | 'somebody else' | 'nobody';
};

const partner = 'https://partner.example';

export default {
  kind: 'attack',
  id: 'issuer-key-mixup',
  title: 'Key of one issuer, name of another',
  question: 'Where a service trusts two issuers, can whoever holds a key of one speak for users of the other?',
  goal: 'Become the administrator of one issuer with a key of another, which the service trusts for its own users alone.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-346', 'CWE-347', 'RFC 8725 §3.8', 'RFC 7519 §4.1.2', 'ASVS 9.1.3', 'ASVS 10.3.3'],
  steps: [
    'Another service is started that trusts our issuer by its key, and a second issuer by the address of its key set.',
    'A token of each is presented there under its own key: both are believed, and the user of the second issuer who has the id of our administrator is another one.',
    'Tokens that name our administrator are presented: under the keys of the second issuer with our issuer as their own, in a list of both, beside other spellings, and without one; one of these keys is published under the name of ours.',
    'And one that names the second issuer, under our key.',
  ],
  fix: 'Keep the keys of each issuer apart, and verify a token with those of the issuer that it names. Know users by issuer and subject together.',
  controls: ['keys-of-all-issuers'],
  needs: { hooks: ['joinVerifier', 'mint'], settings: { algorithm: 'ES256' }, alone: 'server' },
  appliesTo: (traits) =>
    traits.endsAllBy === 'date'
      ? 'a token is good by a date of its account, which users of another issuer do not have'
      : statesClaims(traits),
  expected: () => 'blocked',

  async attempt(stage) {
    const { admin, attacker, hooks } = stage;
    const { joinVerifier, mint } = hooks;
    if (!joinVerifier || !mint) throw new Error('the target offers no service that trusts a second issuer');
    const held = await stage.signIn(attacker, { instance: 0 });
    const { header, payload } = readCompact(accessTokenOf(held));
    const [key, ofOurName] = [await newIssuerKey('theirs'), await newIssuerKey(String(header.kid))];
    await using keySet = await openKeySet(key, ofOurName);
    const at = { instance: await joinVerifier(keySet.url, partner) };

    const wanted = asAdmin(stage, payload);
    const theirs = await key.sign(header, { ...wanted, iss: partner });
    const whoTheirUserIs = async () => {
      const id = await stage.whoAmI(withAccessToken(held, theirs), at);
      return id === undefined ? 'nobody' : id === admin.id ? 'our administrator' : 'somebody else';
    };
    const ours = String(payload.iss);
    const named: Readonly<Record<string, Json>> = {
      'our issuer': {},
      'a list of both': { iss: [partner, ours] },
      'our issuer with a slash': { iss: `${ours}/` },
      'no issuer': { iss: undefined },
    };
    const tokens = await Promise.all([
      ...Object.entries(named).flatMap(([name, claims]) => [
        forged(`${name}, a key of the other`, key.sign(header, { ...wanted, ...claims })),
        forged(`${name}, a key of the other named as ours`, ofOurName.sign(header, { ...wanted, ...claims })),
      ]),
      forged('the other issuer, our key', mint(header, { ...wanted, iss: partner })),
      forged(
        'the other issuer, our key named as theirs',
        mint({ ...header, kid: key.kid }, { ...wanted, iss: partner }),
      ),
    ]);

    const before = await whoTheirUserIs();
    const seen = await present(stage, held, tokens, at);
    const after = await whoTheirUserIs();
    return { ...seen, theirUserIs: before === after ? before : 'nobody' };
  },

  judge({ theirUserIs, ...seen }): Judgement {
    const judged = judgePresented(seen, 'tokens under a key of another issuer than they name');
    if (judged.outcome === 'succeeded' || theirUserIs === 'somebody else') return judged;
    const counts = { tries: seen.tries.length, successes: 0 };
    return theirUserIs === 'nobody'
      ? { ...counts, outcome: 'inconclusive', because: 'the service did not trust the second issuer' }
      : {
          ...counts,
          outcome: 'succeeded',
          because: "the second issuer's user with the id of our administrator was taken for them",
        };
  },
} satisfies Attack<Seen>;

async function forged(mutation: string, token: Promise<string>) {
  return { mutation, token: await token };
}
