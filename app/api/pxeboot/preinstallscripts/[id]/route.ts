import { changeRoute, deleteRoute, readRoute } from '../../_scripts/item';

export const GET = readRoute('pre');
export const PUT = changeRoute('pre');
export const DELETE = deleteRoute('pre');
