import { cryptoSign } from '../signature.ts';

export default cryptoSign('EdDSA');
