import { joseVerifySecret } from '../tokens/other-libraries.ts';

export default joseVerifySecret('bytes');
