import { deleteRoute, readRoute } from '../../media/_routes/item';

export const GET = readRoute('ipxes');
export const DELETE = deleteRoute('ipxes');
