import type { Traits } from '../../scheme.ts';
import { knowsEach } from '../../sign-in-listing.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'end-of-one-ends-nothing',
  title: 'The end of one sign-in is answered as done, and it goes on',
  cwe: 'CWE-613',
  defence: (traits) => ending(traits),
  appliesTo: knowsEach,
  serve: async (scheme, parts) => ({ ...(await scheme.serve(parts)), endOne: async () => true }),
} satisfies Weakness;

function ending({ renewal, credential }: Traits) {
  return renewal === 'none' && credential === 'self-contained'
    ? { file: 'servers/schemes/{scheme}.ts', line: 'await deny(jtiIn(name));' }
    : { file: 'servers/store/listed.ts', line: 'await store.delete(keyOf(member));' };
}
