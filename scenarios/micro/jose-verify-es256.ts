import { joseVerify } from '../kit/tokens/signature.ts';

export default joseVerify('ES256');
