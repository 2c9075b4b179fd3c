import { jsonwebtokenVerifyBytes } from '../kit/tokens/other-libraries.ts';

export default jsonwebtokenVerifyBytes;
