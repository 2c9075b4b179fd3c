import { joseVerify } from '../tokens/signature.ts';

export default joseVerify('HS256');
