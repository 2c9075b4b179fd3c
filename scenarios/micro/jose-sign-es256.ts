import { joseSign } from '../signature.ts';

export default joseSign('ES256');
