import { algConfusion } from '../../kit/tokens/alg-confusion.ts';

export default algConfusion('EdDSA', 'jwt-alg-confusion-eddsa');
