import { type Standard, takesProof } from './rule.ts';

/** Best current practice for OAuth 2.0 security, as far as it is about tokens and not about how they are first obtained. */
export const rfc9700: Standard = {
  id: 'rfc-9700',
  short: '9700',
  title: 'RFC 9700: OAuth 2.0 security',
  address: 'https://www.rfc-editor.org/rfc/rfc9700',
  rules: [
    {
      id: 'RFC 9700 §2.2.1',
      of: 'self-contained tokens',
      window: 'breaks',
      takes: takesProof,
      asks: 'Access tokens should be good only together with a key of their client.',
    },
    {
      id: 'RFC 9700 §2.2.2',
      of: 'refresh tokens',
      asks: 'Refresh tokens of public clients are bound to them, or replaced at each use.',
    },
    {
      id: 'RFC 9700 §2.3',
      of: 'self-contained tokens',
      asks: 'Access tokens are good for one service, and for no more than they are needed for.',
      untried: 'scopes of single routes',
    },
    { id: 'RFC 9700 §4.3.2', asks: 'No credential is taken from an address, nor written into one.' },
    {
      id: 'RFC 9700 §4.14.1',
      of: 'refresh tokens',
      asks: 'Refresh tokens are kept secret, cannot be guessed, and are good for their own client and scope alone.',
      untried: 'clients: the servers here have one',
    },
    {
      id: 'RFC 9700 §4.14.2',
      of: 'refresh tokens',
      window: 'keeps',
      asks: 'Refresh tokens are replaced at each use, end by silence, and all end when a spent one returns.',
    },
  ],
};
