import { cryptoVerify } from '../tokens/signature.ts';

export default cryptoVerify('RS256');
