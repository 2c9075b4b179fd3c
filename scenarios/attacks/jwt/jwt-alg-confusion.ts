import { algConfusion } from '../../kit/tokens/alg-confusion.ts';

export default algConfusion('RS256', 'jwt-alg-confusion');
