import { joseVerify } from '../tokens/signature.ts';

export default joseVerify('EdDSA');
