import { createRoute, listRoute } from '../_scripts/collection';

export const GET = listRoute('kickstart');
export const POST = createRoute('kickstart');
