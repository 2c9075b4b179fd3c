import { cryptoVerify } from '../kit/tokens/signature.ts';

export default cryptoVerify('RS256');
