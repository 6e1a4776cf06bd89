import { createRoute, listRoute } from '../_scripts/collection';

export const GET = listRoute('pre');
export const POST = createRoute('pre');
