import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { advise } from '../advice/advise.ts';
import { deciders } from '../advice/deciders.ts';
import { situations } from '../advice/situations.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { fullResults } from '../results/fixtures/results.ts';
import { bundle } from './bundle.ts';
import { premises } from './premises.ts';
import { readPremises } from './read-premises.ts';

describe('what the page carries for its advisor', () => {
  for (const [name, results] of Object.entries({ decisionResults, fullResults })) {
    it(`leads to the same advice as the whole run: ${name}`, () => {
      const carried = readPremises(JSON.stringify(premises(results, ['said'])));
      for (const { title, requirements } of [...situations, ...deciders])
        assert.deepEqual(advise(requirements, carried), advise(requirements, results), title);
    });
  }
});

describe('the bundle of the page', () => {
  it('holds the rules themselves, and asks for nothing else', () => {
    const script = bundle(new URL('./page-script.js', import.meta.url));
    assert.match(script, /Ruled out where a copied credential outlives the end/);
    assert.doesNotMatch(script, /^(?:import|export) /m);
    assert.doesNotMatch(script, /require\(|process\.|from 'node:/);
    assert.doesNotThrow(() => new Function(script));
  });

  const folder = mkdtempSync(join(tmpdir(), 'authbench-bundle-'));
  const written = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return pathToFileURL(join(folder, name));
  };
  it('takes default, renamed and plain imports, each module once', () => {
    written('a.js', 'export default 2;\nexport const three = 3;\nexport function four() { return 4; }\n');
    written('b.js', "import { three } from './a.js';\nexport const six = 2 * three;\n");
    const script = bundle(
      written(
        'c.js',
        "import two, { four as vier } from './a.js';\nimport { six } from './b.js';\nglobalThis.sum = two + vier() + six;\n",
      ),
    );
    new Function(script)();
    assert.equal((globalThis as { sum?: number }).sum, 12);
    assert.equal(script.match(/three = 3/g)?.length, 1);
  });

  it('refuses a package, a circle and what would end its element', () => {
    assert.throws(() => bundle(written('p.js', "import { z } from 'zod';\n")), /cannot import zod/);
    written('x.js', "import { y } from './y.js';\nexport const x = y;\n");
    assert.throws(() => bundle(written('y.js', "import { x } from './x.js';\nexport const y = x;\n")), /circle/);
    assert.throws(() => bundle(written('s.js', "export const s = '</script>';\n")), /end its element/);
    rmSync(folder, { recursive: true });
  });
});
