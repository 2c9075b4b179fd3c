import { joseVerifySecret } from '../kit/tokens/other-libraries.ts';

export default joseVerifySecret('key-object');
