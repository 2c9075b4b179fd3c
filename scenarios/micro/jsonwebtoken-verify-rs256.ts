import { jsonwebtokenVerify } from '../tokens/other-libraries.ts';

export default jsonwebtokenVerify('RS256');
