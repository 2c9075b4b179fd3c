import type { Rule, Standard } from './rule.ts';

/** JSON Web Token best practices: RFC 8725, and what its successor (draft-ietf-oauth-rfc8725bis) adds in the same numbering. */
export const rfc8725bis: Standard = {
  id: 'rfc-8725bis',
  short: '8725',
  title: 'RFC 8725 and rfc8725bis: JSON Web Token best practices',
  address: 'https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc8725bis/',
  rules: (
    [
      { id: 'RFC 8725 §3.1', asks: 'Only the algorithms that the application names are taken, and each key with one.' },
      {
        id: 'RFC 8725 §3.2',
        asks: 'Algorithms are current, and can be changed.',
        unreached: 'which algorithm is used is told as a property',
      },
      {
        id: 'RFC 8725 §3.3',
        asks: 'Every cryptographic step is checked, and an encrypted token is not taken for a signed one.',
        untried: 'tokens within tokens',
      },
      {
        id: 'RFC 8725 §3.4',
        asks: 'Inputs of cryptography are checked: points lie on their curve, signatures are in range.',
        untried: 'key agreement (ECDH-ES)',
      },
      { id: 'RFC 8725 §3.5', asks: 'Keys cannot be guessed.' },
      {
        id: 'RFC 8725 §3.6',
        asks: 'Nothing is compressed before it is encrypted.',
        unreached: 'what a length tells was not measured',
      },
      {
        id: 'RFC 8725 §3.7',
        asks: 'Tokens are read as UTF-8 and as nothing else.',
      },
      {
        id: 'RFC 8725 §3.8',
        asks: 'The key belongs to the issuer that the token names, and the subject is known.',
        untried: 'several issuers: the servers here trust one',
      },
      { id: 'RFC 8725 §3.9', asks: 'A token for another audience is refused.' },
      {
        id: 'RFC 8725 §3.10',
        asks: 'Nothing that a token claims is looked up or fetched unchecked.',
        untried: 'names that lead to the host itself',
      },
      { id: 'RFC 8725 §3.11', asks: 'The type of a token is told and checked.' },
      { id: 'RFC 8725 §3.12', asks: 'No token of one kind passes the checks for another.' },
      { id: 'RFC 8725bis §3.13', asks: 'A token cannot ask for endless hashing.' },
      { id: 'RFC 8725bis §3.14', asks: 'A token that is spelled in any other form is refused.' },
      { id: 'RFC 8725bis §3.15', asks: 'A compressed token cannot grow without a limit.' },
    ] satisfies Rule[]
  ).map((rule) => ({ ...rule, of: 'self-contained tokens' })),
};
