import { algConfusion } from '../../kit/tokens/alg-confusion.ts';

export default algConfusion('ES256', 'jwt-alg-confusion-es256');
