import { joseSign } from '../tokens/signature.ts';

export default joseSign('EdDSA');
