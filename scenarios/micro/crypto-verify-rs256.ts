import { cryptoVerify } from '../signature.ts';

export default cryptoVerify('RS256');
