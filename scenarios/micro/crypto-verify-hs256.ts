import { cryptoVerify } from '../signature.ts';

export default cryptoVerify('HS256');
