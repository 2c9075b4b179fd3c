import { cryptoSign } from '../kit/tokens/signature.ts';

export default cryptoSign('ES256');
