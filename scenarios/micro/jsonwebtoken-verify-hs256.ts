import { jsonwebtokenVerify } from '../kit/tokens/other-libraries.ts';

export default jsonwebtokenVerify('HS256');
