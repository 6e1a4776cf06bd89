import { restoreRoute } from '../../../../../_scripts/revisions';

export const POST = restoreRoute('pre');
