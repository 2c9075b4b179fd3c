import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { rules } from '../../../reports/standards/standards.ts';
import { standardsPage } from '../../../reports/standards/standards-page.ts';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import { discover } from '../../../servers/discover.ts';

const attacks = [...(await discover<Attack>(new URL('../../../scenarios/attacks/', import.meta.url))).values()];
const named = new Set(attacks.flatMap(({ references }) => references));

describe('requirements of standards', () => {
  it('are in docs/standards.md as they are in the code: npm run bench -- standards > docs/standards.md', async () => {
    const stored = await readFile(new URL('../../../../docs/standards.md', import.meta.url), 'utf8');
    assert.ok(standardsPage(attacks) === stored);
  });

  it('are each shown by an attack, or say why by none', () => {
    const silent = rules.filter(({ id, unreached }) => unreached === undefined && !named.has(id));
    assert.deepEqual(
      silent.map(({ id }) => id),
      [],
    );
  });

  it('are all that attacks name of these chapters', () => {
    const chapters = /^(?:ASVS (?:3\.[345]|7|9)\.\d|ASVS 10\.4\.|RFC 8725(?:bis)? §3|RFC 9700|RFC 10017 §6)/;
    const known = new Set(rules.map(({ id }) => id));
    assert.deepEqual([...named].filter((one) => chapters.test(one) && !known.has(one)).sort(), []);
  });
});
