import { cryptoSign } from '../tokens/signature.ts';

export default cryptoSign('HS256');
