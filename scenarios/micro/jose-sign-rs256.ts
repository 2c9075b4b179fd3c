import { joseSign } from '../kit/tokens/signature.ts';

export default joseSign('RS256');
