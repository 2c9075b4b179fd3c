import { cryptoVerify } from '../tokens/signature.ts';

export default cryptoVerify('HS256');
