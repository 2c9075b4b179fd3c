/** Whether a text has the form in which libraries keep hashes of passwords: crypt(3), PHC, LDAP, Django, Werkzeug. */
export function isPasswordHash(text: string): boolean {
  return /^(\$(2[abxy]?|argon2(id|i|d)|scrypt|pbkdf2[\w-]*|y|7|[156])\$|\{\w{3,12}\}|pbkdf2[:_]sha|scrypt:\d|bcrypt_?sha256\$)/.test(
    text,
  );
}

/** Whether the name of a member says that nobody should be told its value, and it has one that could be such. */
export function isSecretMember(name: string, value: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  const isSecret =
    /^(user)?(password|passwd|pwd|passphrase)(hash|digest|salt)?$|^(hash|salt)$|secret$|(private|signing|cookie|token)key$/;
  return isSecret.test(plain) && /^\S{8,}$/.test(value);
}

/** Members of a JSON Web Key that only its owner may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What a document tells of keys that is not public: members of a JWK, and keys as PEM; by its place. */
export function privateKeysIn(value: unknown, at = ''): string[] {
  if (typeof value === 'string')
    return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value) ? [`${at || 'text'}: PEM`] : [];
  if (typeof value !== 'object' || value === null) return [];
  const own = 'kty' in value ? privateMembers.filter((name) => name in value).map((name) => `${at}.${name}`) : [];
  return [...own, ...Object.entries(value).flatMap(([name, one]) => privateKeysIn(one, `${at}.${name}`))];
}
