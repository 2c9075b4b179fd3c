import { jsonwebtokenVerify } from '../tokens/other-libraries.ts';

export default jsonwebtokenVerify('ES256');
