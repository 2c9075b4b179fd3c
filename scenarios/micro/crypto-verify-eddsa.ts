import { cryptoVerify } from '../tokens/signature.ts';

export default cryptoVerify('EdDSA');
