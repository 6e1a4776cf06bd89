import { changeRoute, deleteRoute, readRoute } from '../../_scripts/item';

export const GET = readRoute('post');
export const PUT = changeRoute('post');
export const DELETE = deleteRoute('post');
