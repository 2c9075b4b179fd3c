import { createHash } from 'node:crypto';

/** A fragment for any id, readable where the id is plain and unmistakable where it is not. */
export function anchor(kind: 'attack' | 'claim' | 'load', id: string): string {
  const plain = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return plain === id
    ? `${kind}-${plain}`
    : `${kind}-${plain}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}

/** Of a word that the glossary explains. */
export function wordAnchor(term: string): string {
  return `word-${term.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
