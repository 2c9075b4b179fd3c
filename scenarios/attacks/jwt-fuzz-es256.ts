import { jwtFuzz } from '../jwt-fuzz.ts';

export default jwtFuzz('ES256');
