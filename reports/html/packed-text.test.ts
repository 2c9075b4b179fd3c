import assert from 'node:assert/strict';
import { it } from 'node:test';
import { packedText } from './packed-text.ts';
import { unpackedText } from './unpacked-text.ts';

it('a packed text comes out of it as it was, and is nothing that a page could read as markup', async () => {
  const text = `</script><!-- ${'µ ™ 🔑 '.repeat(1_000)}`;
  const packed = packedText(text);
  assert.match(packed, /^[\w+/=]{1,200}$/);
  assert.equal(await unpackedText(packed), text);
});
