import { createRoute, listRoute } from '../media/_routes/collection';

export const GET = listRoute('isos');
export const POST = createRoute('isos');
