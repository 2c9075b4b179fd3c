import { find } from '../../servers/discover.ts';
import type { Protocol } from '../../servers/scheme.ts';
import type { Signer } from '../../servers/signer.ts';

const folder = new URL('../../servers/signers/', import.meta.url);

/** @throws RangeError where a protocol names a signer that there is not */
export async function signerOf({ signer: id }: Pick<Protocol, 'signer'>): Promise<Signer | undefined> {
  if (id === undefined) return undefined;
  const found = await find<Signer>(folder, id);
  if (!found) throw new RangeError(`there is no signer ${id}`);
  return found;
}
