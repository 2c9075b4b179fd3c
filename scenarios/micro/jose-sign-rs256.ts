import { joseSign } from '../signature.ts';

export default joseSign('RS256');
