import { createRoute, listRoute } from '../_scripts/collection';

export const GET = listRoute('post');
export const POST = createRoute('post');
