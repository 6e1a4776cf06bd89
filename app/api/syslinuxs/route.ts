import { createRoute, listRoute } from '../media/_routes/collection';

export const GET = listRoute('syslinuxs');
export const POST = createRoute('syslinuxs');
