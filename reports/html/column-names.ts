/** What a table leaves for its page to tell: the names of its columns, with this between them. */
export const between = '|';

/**
 * On a narrow page every cell carries the name of its column. Written at each cell, they would take an eighth of a page of
 * ten schemes: each list of names is told once, as rules of the style sheet.
 * @param body markup in which tables have `data-heads`
 */
export function toldOnce(body: string): { readonly body: string; readonly rules: string } {
  const lists = new Map<string, string>();
  const told = body.replace(/<table class="stack([^"]*)" data-heads="([^"]*)">/g, (_, look: string, list: string) => {
    const name = lists.get(list) ?? `k${lists.size + 1}`;
    lists.set(list, name);
    return `<table class="stack told${look} ${name}">`;
  });
  return {
    body: told,
    rules: lists.size === 0 ? '' : `@media (max-width:44rem){\n${[...lists].map(rulesOf).join('\n')}\n}\n`,
  };
}

/** The first column heads its row, and needs no name. */
function rulesOf([list, name]: readonly [string, string]): string {
  return list
    .split(between)
    .map((head, i) => (i === 0 ? '' : `.${name} td:nth-child(${i + 1})::before{content:"${inStyle(head)}"}`))
    .join('');
}

/** Text of a page as a text of its style, where no sign of it means anything. */
function inStyle(text: string): string {
  const plain = text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return plain.replace(/[^\w ,.:()%/+-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
}
