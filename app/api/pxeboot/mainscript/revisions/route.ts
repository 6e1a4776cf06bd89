import { revisionsRoute } from '../../_scripts/revisions';

export const GET = revisionsRoute('main');
