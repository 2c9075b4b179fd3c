import { jwtFuzz } from '../../kit/tokens/jwt-fuzz.ts';

export default jwtFuzz('HS256');
