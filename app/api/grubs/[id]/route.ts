import { deleteRoute, readRoute } from '../../media/_routes/item';

export const GET = readRoute('grubs');
export const DELETE = deleteRoute('grubs');
