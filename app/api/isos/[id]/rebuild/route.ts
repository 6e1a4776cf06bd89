import { rebuildRoute } from '../../../media/_routes/item';

export const POST = rebuildRoute('isos');
