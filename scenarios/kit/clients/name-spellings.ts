/** Other spellings of a name: a server that looks for the account by one rule may count its failures by another (CWE-178). */
export function nameSpellings(name: string): Readonly<Record<string, string>> {
  const spelled = {
    'in capitals': name.toUpperCase(),
    'with a capital first': name.slice(0, 1).toUpperCase() + name.slice(1),
    'in small letters': name.toLowerCase(),
    'with a space before it': ` ${name}`,
    'with a space after it': `${name} `,
    'with a tab after it': `${name}\t`,
    'with a line break after it': `${name}\n`,
    'with a NUL after it': `${name}\0`,
    'with an invisible space in it': `${name.slice(0, 1)}\u200b${name.slice(1)}`,
    'with a soft hyphen in it': `${name.slice(0, 1)}\u00ad${name.slice(1)}`,
    'in wide letters': wide(name),
    'with a long s': name.replace('s', 'ſ'),
    decomposed: name.normalize('NFD'),
    'with a tag': name.includes('@') ? name.replace('@', '+tag@') : name,
  };
  return Object.fromEntries(Object.entries(spelled).filter(([, one]) => one !== name));
}

/** As East Asian keyboards write ASCII: U+FF01 to U+FF5E, which NFKC folds. */
function wide(name: string): string {
  return name.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
