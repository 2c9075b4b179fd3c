import { cryptoSign } from '../signature.ts';

export default cryptoSign('HS256');
