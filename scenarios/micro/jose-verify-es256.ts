import { joseVerify } from '../signature.ts';

export default joseVerify('ES256');
