import { jsonwebtokenVerifyBytes } from '../tokens/other-libraries.ts';

export default jsonwebtokenVerifyBytes;
