import { joseVerify } from '../signature.ts';

export default joseVerify('EdDSA');
