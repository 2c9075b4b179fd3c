import { cryptoSign } from '../tokens/signature.ts';

export default cryptoSign('EdDSA');
