import { joseSign } from '../kit/tokens/signature.ts';

export default joseSign('HS256');
