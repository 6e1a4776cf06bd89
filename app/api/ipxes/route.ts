import { createRoute, listRoute } from '../media/_routes/collection';

export const GET = listRoute('ipxes');
export const POST = createRoute('ipxes');
