import { cryptoSign } from '../signature.ts';

export default cryptoSign('ES256');
