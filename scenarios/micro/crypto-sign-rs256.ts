import { cryptoSign } from '../signature.ts';

export default cryptoSign('RS256');
