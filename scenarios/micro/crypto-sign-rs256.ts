import { cryptoSign } from '../kit/tokens/signature.ts';

export default cryptoSign('RS256');
