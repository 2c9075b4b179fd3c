import { fastJwtVerify } from '../kit/tokens/other-libraries.ts';

export default fastJwtVerify('RS256');
