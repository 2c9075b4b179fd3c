import { jwtFuzz } from '../tokens/jwt-fuzz.ts';

export default jwtFuzz('ES256');
