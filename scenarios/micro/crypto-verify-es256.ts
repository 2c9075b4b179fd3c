import { cryptoVerify } from '../signature.ts';

export default cryptoVerify('ES256');
