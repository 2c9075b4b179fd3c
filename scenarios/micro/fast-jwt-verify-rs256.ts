import { fastJwtVerify } from '../tokens/other-libraries.ts';

export default fastJwtVerify('RS256');
