import { changeRoute, deleteRoute, readRoute } from '../../_scripts/item';

export const GET = readRoute('sub');
export const PUT = changeRoute('sub');
export const DELETE = deleteRoute('sub');
