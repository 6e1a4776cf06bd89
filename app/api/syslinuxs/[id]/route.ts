import { deleteRoute, readRoute } from '../../media/_routes/item';

export const GET = readRoute('syslinuxs');
export const DELETE = deleteRoute('syslinuxs');
