import { deleteRoute, readRoute } from '../../media/_routes/item';

export const GET = readRoute('isos');
export const DELETE = deleteRoute('isos');
