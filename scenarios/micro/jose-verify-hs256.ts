import { joseVerify } from '../signature.ts';

export default joseVerify('HS256');
