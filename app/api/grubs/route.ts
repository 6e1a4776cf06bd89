import { createRoute, listRoute } from '../media/_routes/collection';

export const GET = listRoute('grubs');
export const POST = createRoute('grubs');
