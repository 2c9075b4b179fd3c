import type { Property } from '../kinds/property.ts';
import { isRenewed, refreshTokenOf } from '../kit/clients/renewal.ts';

type Seen = { readonly renewals: number; readonly changed: number; readonly refused?: number };

const times = 4;

export default {
  kind: 'property',
  id: 'rotation',
  title: 'Rotation of refresh tokens',
  question: 'Does each renewal put another refresh token in place of the spent one?',
  needs: { steps: ['refresh'] },
  appliesTo: ({ traits }) => ['rotation', 'unrotated'].includes(traits.renewal) || 'there is no refresh token',

  async probe(stage) {
    let held = await stage.signIn(stage.victim);
    let changed = 0;
    for (let i = 0; i < times; i += 1) {
      const reply = await stage.perform('refresh', { as: held });
      if (!isRenewed(stage, reply)) return { renewals: i, changed, refused: reply.status };
      if (refreshTokenOf(reply.credential) !== refreshTokenOf(held)) changed += 1;
      held = reply.credential;
    }
    return { renewals: times, changed };
  },

  read({ renewals, changed, refused }) {
    if (refused !== undefined)
      return { value: undefined, because: `renewal ${renewals + 1} was answered ${refused} to the rightful owner` };
    const value = changed === 0 ? 'never' : changed === renewals ? 'always' : 'sometimes';
    return {
      value,
      because: `${changed} of ${renewals} renewals handed out another refresh token`,
      level: {
        meets: value === 'always',
        severity: 'medium',
        fix: value === 'always' ? '' : 'Rotate the refresh token at each use, or bind it to its client (DPoP, mTLS).',
        references: ['RFC 9700 §4.14.2', 'ASVS 10.4.5'],
      },
    };
  },
  declared: ({ rotation }) => rotation,
} satisfies Property<Seen>;
