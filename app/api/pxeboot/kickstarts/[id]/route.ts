import { changeRoute, deleteRoute, readRoute } from '../../_scripts/item';

export const GET = readRoute('kickstart');
export const PUT = changeRoute('kickstart');
export const DELETE = deleteRoute('kickstart');
