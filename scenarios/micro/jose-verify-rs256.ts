import { joseVerify } from '../signature.ts';

export default joseVerify('RS256');
