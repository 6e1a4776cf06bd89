import { createRoute, listRoute } from '../_scripts/collection';

export const GET = listRoute('sub');
export const POST = createRoute('sub');
